"""The sample sites of Odalen: Sør-Odal and Nord-Odal, drawn in local metres."""

from __future__ import annotations

from sample.layout import SERVICED, Plan, Site, parcel, power, restriction
from sample.shapes import Frame, line

SLOMARKA = Site(
    "slomarka",
    "3415",
    Frame(11.7750, 60.2540, -8),
    outline=line("""
        -640 -250, -300 -285, 80 -262, 430 -290, 660 -210, 690 40, 600 255, 280 300, -40 270,
        -380 295, -610 240, -675 0
    """),
    roads=(line("-710 -10, -350 20, 0 0, 350 15, 730 -20"),),
    cuts=(line("-330 -330, -345 330"), line("10 -330, -10 330"), line("340 -330, 360 330")),
    plans=(
        Plan("1340", "3415_2021004", name="Slomarka nord"),
        # Tomt 8: the planned extension, still a proposal.
        Plan(
            "1341",
            "3415_2025002",
            status=2,
            name="Slomarka øst, utvidelse",
            ring=line("352 -400, 800 -400, 800 -10, 352 8"),
        ),
    ),
    facts={
        **SERVICED,
        **power(20, "2026-05-20", "avklart", 80, 2030),
        "modenhet": 4,
        "market": "ledig",
        "owner_kind": "kommunal",
        "bya_percent": 60,
        "max_height_m": 18,
        "price_nok_m2": 320,
        "price_public": True,
        "permitted_activities": ["industri", "lager", "bilbasert"],
        "available_from": "2027-01-01",
    },
    parcels=(
        parcel(-480, 130, matrikkel=["3415-41/12"], modenhet=5, available_from="2026-11-01"),
        parcel(-180, 140, matrikkel=["3415-41/12"], modenhet=5, available_from="2026-11-01"),
        parcel(
            180,
            140,
            matrikkel=["3415-41/13"],
            permitted_activities=["industri", "kraftkrevende_industri", "bilbasert"],
        ),
        parcel(
            480,
            140,
            matrikkel=["3415-41/13", "3415-41/20"],
            market="opsjon",
            permitted_activities=["datasenter", "kraftkrevende_industri"],
            # R19: 365 days on the day of the sample, the last day it counts as fresh.
            **power(20, "2025-11-01", "avklart", 80, 2030),
        ),
        parcel(-480, -130, matrikkel=["3415-41/9"], market="solgt", modenhet=5, price_public=False),
        # R05: freight far from rail.
        parcel(
            -150,
            -140,
            matrikkel=["3415-41/9"],
            permitted_activities=["logistikk", "engros", "lager", "bilbasert"],
        ),
        # R09: 0.4 daa of farmland, just inside the limit.
        parcel(180, -140, matrikkel=["3415-41/14"], market="reservert"),
        parcel(
            500,
            -120,
            matrikkel=["3415-41/14"],
            modenhet=3,
            market="ledig",
            price_nok_m2=None,
            price_public=False,
            available_from="2028-01-01",
            permitted_activities=["industri", "kraftkrevende_industri", "bilbasert"],
            restrictions=[
                restriction(
                    "rekkefolgekrav",
                    "authority",
                    "Nytt kryss på E16 må være åpnet før bygging.",
                    "A new junction on the E16 must be open before construction.",
                    source="Planforslag 3415_2025002 (eksempel)",
                    end="2028-12-31",
                )
            ],
        ),
    ),
)

HERNESMOEN = Site(
    "hernesmoen",
    "3415",
    Frame(11.8350, 60.2055, 20),
    outline=line("""
        -430 -200, -120 -240, 220 -215, 450 -150, 470 90, 300 230, -60 250, -390 190, -470 10
    """),
    roads=(line("-500 -20, 0 10, 510 -10"),),
    cuts=(line("-20 -300, 20 300"),),
    plans=(Plan("1300", "3415_2013001", kind="kommuneplan", plantype="20", name="Hernesmoen"),),
    facts={
        "modenhet": 2,
        "market": "ledig",
        "owner_kind": "privat",
        "bya_percent": 45,
        "permitted_activities": ["datasenter", "kraftkrevende_industri", "lager"],
        "water": "nei",
        "sewage": "nei",
        "fibre": "ja",
        "access": "ja",
        "fibre_distance_m": 300,
        "water_distance_m": 1400,
        "sewage_distance_m": 1600,
        "access_distance_m": 50,
        # R19: an answer from 2025 has aged.
        **power(35, "2025-06-10", "under_avklaring", 120, 2032),
    },
    parcels=(
        parcel(-200, 110, matrikkel=["3415-25/1"]),
        parcel(150, 120, matrikkel=["3415-25/1"]),
        # R11: bog.
        parcel(-200, -120, matrikkel=["3415-25/4"], market=None),
        # R19: no answer at all.
        parcel(
            200, -110, matrikkel=["3415-25/4", "3415-26/2"], **power(None, None, "ikke_avklart")
        ),
    ),
)

SKARNES = Site(
    "skarnes-sentrum-ost",
    "3415",
    Frame(11.6912, 60.2468, 5),
    outline=line("-110 -120, 100 -130, 125 110, -95 130"),
    roads=(line("-150 0, 0 5, 150 -5"),),
    cuts=(line("10 -150, 5 0"),),
    plans=(Plan("1831", "3415_2019003", name="Skarnes sentrum øst"),),
    facts={
        **SERVICED,
        "modenhet": 4,
        "market": "ledig",
        "owner_kind": "blandet",
        "bya_percent": 55,
        "max_height_m": 14,
        "permitted_activities": ["kontor", "service", "detaljhandel"],
        "retail_m2": 1200,
    },
    parcels=(
        # R06: within a kilometre of the station; the two behind it are just outside.
        parcel(0, 70, matrikkel=["3415-33/210"], modenhet=5, price_nok_m2=900, price_public=True),
        parcel(-60, -60, matrikkel=["3415-33/211"], price_nok_m2=850),
        parcel(60, -60, matrikkel=["3415-33/212"], permitted_activities=["kontor", "engros"]),
    ),
)

GRANERUD = Site(
    "granerud",
    "3414",
    Frame(11.5664, 60.4083, 15),
    outline=line("-330 -180, -40 -210, 300 -170, 330 60, 250 210, -80 190, -225 140"),
    roads=(line("-360 -30, 0 0, 360 20"),),
    cuts=(line("-20 -250, -10 250"),),
    plans=(Plan("1826", "3414_1998002", plantype="30", name="Granerud industriområde"),),
    facts={
        **SERVICED,
        **power(4, "2026-02-11", "avklart"),
        "modenhet": 5,
        "market": "solgt",
        "owner_kind": "privat",
        "bya_percent": 50,
        "max_height_m": 12,
        "permitted_activities": ["industri", "lager"],
    },
    parcels=(
        # R18: the building line along fv. 209 takes a corner.
        parcel(-170, 80, matrikkel=["3414-36/72"]),
        parcel(120, 100, matrikkel=["3414-36/83"]),
        parcel(-170, -100, matrikkel=["3414-36/84"], market="ikke_til_salgs"),
        # R08 and R17: bulky goods, and a plan that asks for little.
        parcel(
            140,
            -90,
            matrikkel=["3414-36/85"],
            market="ledig",
            bya_percent=35,
            price_nok_m2=295,
            price_public=True,
            permitted_activities=["handverk", "plasskrevende_handel"],
            retail_m2=2500,
        ),
    ),
)

GRANERUD_NORD = Site(
    "granerud-nord",
    "3414",
    Frame(11.5545, 60.4175, -10),
    outline=line("""
        -430 -260, -90 -290, 300 -250, 440 -120, 420 200, 130 290, -260 270, -450 130
    """),
    roads=(line("-20 -330, 0 0, 20 330"),),
    cuts=(
        line("-500 -70, 0 -60"),
        line("-500 110, 0 105"),
        line("0 -80, 500 -70"),
        line("0 110, 500 130"),
    ),
    plans=(Plan("1826", "3414_2018003", plantype="34", name="Granerud nord"),),
    facts={
        **SERVICED,
        **power(6, "2026-08-25", "avklart", 15, 2029),
        "modenhet": 5,
        "market": "ledig",
        "owner_kind": "kommunal",
        "bya_percent": 60,
        "max_height_m": 15,
        "price_nok_m2": 295,
        "price_public": True,
        "permitted_activities": ["industri", "lager", "handverk"],
        "available_from": "2026-11-01",
    },
    parcels=(
        parcel(-250, 190, matrikkel=["3414-36/77"], permitted_activities=["industri", "handverk"]),
        parcel(-250, 20, matrikkel=["3414-36/77"], permitted_activities=["industri", "handverk"]),
        parcel(-250, -170, matrikkel=["3414-36/77"], permitted_activities=["industri", "handverk"]),
        parcel(
            200,
            200,
            matrikkel=["3414-40/1"],
            permitted_activities=["industri", "energi"],
            modenhet=4,
        ),
        # R04 and R05: logistics far from main roads and rail.
        parcel(
            200,
            20,
            matrikkel=["3414-40/1"],
            modenhet=4,
            market="opsjon",
            permitted_activities=["logistikk", "lager", "industri"],
        ),
        # R11: the torv that came up in the ground survey, a little over the limit.
        parcel(
            200,
            -150,
            matrikkel=["3414-36/8"],
            modenhet=4,
            permitted_activities=["industri", "handverk"],
        ),
    ),
)

MO = Site(
    "mo-naeringsomrade",
    "3414",
    Frame(11.6400, 60.4345, 10),
    outline=line("-120 -100, 130 -90, 140 80, -100 110"),
    cuts=(line("0 -130, 10 140"),),
    # The plan is on file, but covers only the southern half (R01).
    plans=(
        Plan(
            "1300",
            "3414_2009001",
            kind="kommuneplan",
            plantype="20",
            name="Mo",
            ring=line("-160 -140, 170 -140, 170 60, -160 60"),
        ),
    ),
    # R22: much is unknown here, and stays unknown.
    facts={"owner_kind": "privat", "permitted_activities": ["handverk", "service"]},
    parcels=(
        parcel(-60, 0, matrikkel=["3414-12/3"], modenhet=2, market="ledig", bya_percent=40),
        parcel(
            60,
            0,
            matrikkel=[],
            owner_kind=None,
            permitted_activities=None,
            arealformaal=None,
            plan_kind=None,
            arealplan_id=None,
            planstatus=None,
        ),
    ),
)

SITES: tuple[Site, ...] = (SLOMARKA, HERNESMOEN, SKARNES, GRANERUD, GRANERUD_NORD, MO)
