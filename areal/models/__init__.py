"""The tables of the catalogue, one aggregate a file."""

from areal.models.base import Base
from areal.models.code import Code
from areal.models.imports import ImportBatch
from areal.models.kommune import Boundary, BoundaryVersion, Kommune, Region
from areal.models.layer import Layer, LayerCoverage, LayerFeature, LayerPart, LayerVersion
from areal.models.parcel import Parcel, ParcelHistory, Restriction, Verification
from areal.models.run import Finding, ParcelVerdict, Proximity, Publication, Run
from areal.models.site import Site, SiteHistory, SiteMedia
from areal.models.strategy import DeviationGrant, StrategyRule, StrategySnapshot

__all__ = [
    "Base",
    "Boundary",
    "BoundaryVersion",
    "Code",
    "DeviationGrant",
    "Finding",
    "ImportBatch",
    "Kommune",
    "Layer",
    "LayerCoverage",
    "LayerFeature",
    "LayerPart",
    "LayerVersion",
    "Parcel",
    "ParcelHistory",
    "ParcelVerdict",
    "Proximity",
    "Publication",
    "Region",
    "Restriction",
    "Run",
    "Site",
    "SiteHistory",
    "SiteMedia",
    "StrategyRule",
    "StrategySnapshot",
    "Verification",
]
