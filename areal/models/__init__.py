"""The tables of the catalogue, one aggregate a file."""

from areal.models.account import (
    Account,
    AccountLink,
    AccountSecret,
    AuditLog,
    FormDone,
    Membership,
    RateLimit,
    RecoveryCode,
    StaffSession,
)
from areal.models.base import Base
from areal.models.code import Code
from areal.models.draft import Draft, DraftVersion
from areal.models.enquiry import (
    Enquiry,
    EnquiryEvent,
    EnquiryPerson,
    ShortlistSent,
    SiteCount,
)
from areal.models.imports import ImportBatch, ImportChange, ImportKept
from areal.models.intake import ImportJob, ImportSender
from areal.models.kommune import Boundary, BoundaryVersion, Kommune, Region
from areal.models.layer import (
    Layer,
    LayerCoverage,
    LayerFeature,
    LayerFetch,
    LayerPart,
    LayerVersion,
)
from areal.models.need import UnmetNeed
from areal.models.parcel import (
    Parcel,
    ParcelHistory,
    Restriction,
    RestrictionHistory,
    Verification,
    VerificationHistory,
)
from areal.models.publishing import Digest, DraftEvent, OwnerConsent
from areal.models.run import (
    FindingSpan,
    KommuneSpan,
    ParcelVerdictSpan,
    ProximitySpan,
    Publication,
    Run,
    SubjectSpan,
)
from areal.models.site import Site, SiteHistory, SiteMedia, SiteMediaHistory, SiteShown
from areal.models.strategy import (
    DeviationGrant,
    DeviationGrantHistory,
    StrategyRule,
    StrategySnapshot,
)

__all__ = [
    "Account",
    "AccountLink",
    "AccountSecret",
    "AuditLog",
    "Base",
    "Boundary",
    "BoundaryVersion",
    "Code",
    "DeviationGrant",
    "DeviationGrantHistory",
    "Digest",
    "Draft",
    "DraftEvent",
    "DraftVersion",
    "Enquiry",
    "EnquiryEvent",
    "EnquiryPerson",
    "FindingSpan",
    "FormDone",
    "ImportBatch",
    "ImportChange",
    "ImportJob",
    "ImportKept",
    "ImportSender",
    "Kommune",
    "KommuneSpan",
    "Layer",
    "LayerCoverage",
    "LayerFeature",
    "LayerFetch",
    "LayerPart",
    "LayerVersion",
    "Membership",
    "OwnerConsent",
    "Parcel",
    "ParcelHistory",
    "ParcelVerdictSpan",
    "ProximitySpan",
    "Publication",
    "RateLimit",
    "RecoveryCode",
    "Region",
    "Restriction",
    "RestrictionHistory",
    "Run",
    "ShortlistSent",
    "Site",
    "SiteCount",
    "SiteHistory",
    "SiteMedia",
    "SiteMediaHistory",
    "SiteShown",
    "StaffSession",
    "StrategyRule",
    "StrategySnapshot",
    "SubjectSpan",
    "UnmetNeed",
    "Verification",
    "VerificationHistory",
]
