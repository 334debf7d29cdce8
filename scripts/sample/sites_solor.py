"""The sample sites of Eidskog, Grue and Åsnes, drawn in local metres."""

from __future__ import annotations

from sample.layout import SERVICED, Plan, Site, parcel, power
from sample.shapes import Frame, line

MAGNOR = Site(
    "magnor-gaustad",
    "3416",
    Frame(12.1500, 59.9560, -25),
    outline=line("""
        -380 -260, -60 -300, 300 -240, 390 20, 330 250, 20 300, -330 260, -410 20
    """),
    roads=(line("-440 -20, 0 0, 430 10"),),
    cuts=(line("-130 -350, -120 0"), line("140 -350, 130 0"), line("10 0, 0 350")),
    plans=(Plan("1340", "3416_2020002", name="Gaustadvegen næringspark"),),
    facts={
        **SERVICED,
        **power(10, "2026-09-08", "avklart", 25, 2029),
        "modenhet": 5,
        "market": "ledig",
        "owner_kind": "kommunal",
        "bya_percent": 45,
        "max_height_m": 20,
        "price_nok_m2": 180,
        "price_public": True,
        "available_from": "2026-11-01",
        "permitted_activities": ["industri", "lager", "handverk"],
    },
    parcels=(
        parcel(-260, -140, matrikkel=["3416-50/31"], market="solgt"),
        parcel(0, -150, matrikkel=["3416-50/32"]),
        # R09: 0.6 daa of farmland, just over the limit.
        parcel(240, -120, matrikkel=["3416-50/33"]),
        parcel(-170, 140, matrikkel=["3416-50/34"], modenhet=4),
        # R19: the answer from the grid company is more than two years old.
        parcel(
            170,
            140,
            matrikkel=["3416-50/34"],
            modenhet=4,
            permitted_activities=["industri", "kraftkrevende_industri"],
            fibre="ukjent",
            fibre_distance_m=None,
            **power(10, "2024-05-14", "under_avklaring", 25, 2029),
        ),
    ),
)

SKOTTERUD = Site(
    "skotterud-nord",
    "3416",
    Frame(12.0985, 60.0040, 6),
    outline=line("-220 -130, 10 -150, 230 -120, 240 120, 0 150, -210 130"),
    cuts=(line("-70 -220, -60 220"), line("80 -220, 85 220")),
    plans=(Plan("1350", "3416_2008001", name="Skotterud nord"),),
    facts={
        "water": "ja",
        "sewage": "ja",
        "fibre": "ja",
        "access": "ja",
        "water_distance_m": 80,
        "sewage_distance_m": 80,
        "fibre_distance_m": 120,
        "access_distance_m": 20,
        "modenhet": 4,
        "market": "ledig",
        "owner_kind": "kommunal",
        "bya_percent": 40,
        "max_height_m": 9,
        "price_nok_m2": 150,
        "permitted_activities": ["lager", "handverk", "bilbasert"],
    },
    parcels=(
        parcel(-140, 0, matrikkel=["3416-63/4"]),
        parcel(10, 0, matrikkel=["3416-63/4"], bya_percent=None, market=None),
        # R14: an old pasture of high value.
        parcel(160, 0, matrikkel=["3416-63/8"]),
    ),
)

MATRAND = Site(
    "matrand",
    "3416",
    Frame(12.1335, 60.0345, -12),
    outline=line("-110 -85, 105 -95, 115 90, -100 95"),
    cuts=(line("5 -140, 0 140"),),
    plans=(Plan("1300", "3416_2015001", kind="kommuneplan", plantype="20", name="Matrand"),),
    facts={
        "modenhet": 2,
        "market": "ledig",
        "owner_kind": "privat",
        "permitted_activities": ["handverk", "lager"],
        "access": "ja",
        "bya_percent": 40,
    },
    parcels=(
        parcel(-50, 0, matrikkel=["3416-9/14"]),
        parcel(60, 0, matrikkel=["3416-9/15"], modenhet=5),
    ),
)

KIRKENAER = Site(
    "kirkenaer",
    "3417",
    Frame(12.0790, 60.4575, 4),
    outline=line("-340 -230, 0 -260, 330 -220, 360 30, 310 240, -20 260, -320 230, -360 0"),
    roads=(line("-400 10, 0 0, 400 -10"),),
    cuts=(line("0 -320, 5 320"),),
    plans=(Plan("1342", "3417_2019001", plantype="34", name="Kirkenær industriområde"),),
    facts={
        **SERVICED,
        **power(30, "2026-04-17", "avklart", 100, 2031),
        "modenhet": 4,
        "market": "ledig",
        "owner_kind": "kommunal",
        "bya_percent": 50,
        "max_height_m": 25,
        "price_nok_m2": 120,
        "price_public": True,
        "available_from": "2027-03-01",
        "permitted_activities": ["datasenter", "kraftkrevende_industri", "industri"],
    },
    parcels=(
        parcel(-180, 120, matrikkel=["3417-17/6"]),
        # R20: nobody has asked about sewage yet.
        parcel(160, 120, matrikkel=["3417-17/6"], sewage="ukjent", sewage_distance_m=None),
        parcel(
            -180,
            -120,
            matrikkel=["3417-17/11"],
            modenhet=5,
            market="opsjon",
            **power(30, "2025-10-01", "avklart", 100, 2031),
        ),
        # R15: a burial mound in the corner.
        parcel(160, -120, matrikkel=["3417-17/11"]),
    ),
)

KIRKENAER_SENTRUM = Site(
    "kirkenaer-sentrum",
    "3417",
    Frame(12.0480, 60.4545, -5),
    outline=line("-110 -80, 105 -90, 115 85, -100 95"),
    cuts=(line("-5 -140, 0 140"),),
    plans=(
        Plan("1831", "3417_2017004", name="Kirkenær sentrum vest"),
        # Adopted, but not yet in force (R01: consider).
        Plan(
            "1831",
            "3417_2026001",
            status=6,
            name="Kirkenær sentrum vest, endring",
            ring=line("-160 -140, -4 -140, -1 140, -160 140"),
        ),
    ),
    facts={
        **SERVICED,
        "modenhet": 4,
        "market": "ledig",
        "owner_kind": "kommunal",
        "bya_percent": 50,
        "max_height_m": 11,
        "permitted_activities": ["kontor", "service", "detaljhandel"],
        "retail_m2": 800,
    },
    parcels=(
        parcel(60, 0, matrikkel=["3417-15/88"]),
        parcel(-50, 0, matrikkel=["3417-15/90"]),
    ),
)

GRINDER = Site(
    "grinder",
    "3417",
    Frame(12.04885, 60.3855, 5),
    outline=line("-155 -190, 140 -170, 150 10, 145 200, -160 210"),
    cuts=(line("-112 -300, -117 300"), line("-120 0, 220 10")),
    plans=(
        Plan("1300", "3417_2014001", kind="kommuneplan", plantype="20", name="Grinder"),
        # The northern part was never taken out of the farming area (R01: deviates).
        Plan(
            "5100",
            "3417_2014001",
            kind="kommuneplan",
            plantype="20",
            name="LNFR Grinder",
            ring=line("-105 3, 220 10, 220 280, -108 280"),
        ),
    ),
    facts={
        "modenhet": 2,
        "market": "ledig",
        "owner_kind": "privat",
        "bya_percent": 30,
        "water": "ja",
        "sewage": "nei",
        "fibre": "ja",
        "access": "ja",
        "permitted_activities": ["lager", "handverk", "bilbasert"],
    },
    parcels=(
        # R18: a strip along rv. 2, most of it building line.
        parcel(-130, 0, matrikkel=["3417-6/2"]),
        parcel(30, -90, matrikkel=["3417-6/2"], bya_percent=None),
        # R09: farmland.
        parcel(30, 100, matrikkel=["3417-6/3"], market="ikke_til_salgs", modenhet=1),
    ),
)

FLISA = Site(
    "flisa-industriomrade",
    "3418",
    Frame(12.0030, 60.6225, -7),
    outline=line("-260 -170, 0 -190, 250 -160, 270 150, 20 190, -250 160"),
    roads=(line("-300 0, 0 5, 310 0"),),
    cuts=(line("0 -240, 5 240"),),
    plans=(
        Plan("1340", "3418_2003002", plantype="30", name="Flisa industriområde"),
        # Ready to build, they say, on a municipal master plan only (R02).
        Plan(
            "1300",
            "3418_2015001",
            kind="kommuneplan",
            plantype="20",
            name="Flisa, utvidelse",
            ring=line("3 4, 330 4, 330 240, 5 240"),
        ),
    ),
    # R21: what is zoned in Åsnes is sold.
    facts={
        **SERVICED,
        **power(6, "2026-07-01", "avklart"),
        "modenhet": 5,
        "market": "solgt",
        "owner_kind": "privat",
        "bya_percent": 50,
        "max_height_m": 12,
        "permitted_activities": ["industri", "treindustri", "handverk"],
    },
    parcels=(
        parcel(-120, 80, matrikkel=["3418-28/140"]),
        parcel(130, 80, matrikkel=["3418-28/1"], market="reservert"),
        parcel(-120, -80, matrikkel=["3418-28/141"]),
        # R08 and R20: a garage on the edge, without fibre.
        parcel(
            130,
            -80,
            matrikkel=["3418-28/142"],
            permitted_activities=["service", "bilbasert"],
            fibre="nei",
        ),
    ),
)

FLISA_SENTRUM = Site(
    "flisa-sentrum",
    "3418",
    Frame(12.0235, 60.6075, 9),
    outline=line("-130 -80, 120 -90, 130 85, -115 95"),
    cuts=(line("0 -140, -5 140"),),
    plans=(Plan("1831", "3418_2021003", name="Flisa sentrum øst"),),
    facts={
        **SERVICED,
        "modenhet": 3,
        "market": "ledig",
        "owner_kind": "privat",
        "bya_percent": 45,
        "permitted_activities": ["kontor", "service"],
    },
    # R06: beside the centre, and a little too far from it.
    parcels=(
        parcel(-60, 0, matrikkel=["3418-30/55"]),
        parcel(
            60,
            0,
            matrikkel=["3418-30/56"],
            permitted_activities=["service", "plasskrevende_handel"],
        ),
    ),
)

KJELLMYRA = Site(
    "kjellmyra",
    "3418",
    Frame(12.0455, 60.6515, 22),
    outline=line("-200 -140, 20 -160, 210 -130, 200 130, -10 150, -190 120"),
    cuts=(line("-60 -220, -55 220"), line("75 -220, 70 220")),
    plans=(Plan("1340", "3418_2010004", status=2, name="Kjellmyra sag"),),
    facts={
        "owner_kind": "privat",
        "market": "opsjon",
        "modenhet": 3,
        "water": "ja",
        "access": "ja",
        "permitted_activities": ["treindustri", "energi"],
        "bya_percent": 40,
    },
    parcels=(
        parcel(-130, 0, matrikkel=["3418-41/7"]),
        parcel(10, 0, matrikkel=["3418-41/7"], bya_percent=None, owner_kind=None),
        # R22: hardly anything is registered.
        parcel(
            140,
            0,
            matrikkel=[],
            owner_kind=None,
            market=None,
            modenhet=None,
            bya_percent=None,
            permitted_activities=None,
            water="ukjent",
            access="ukjent",
            arealformaal=None,
            plan_kind=None,
            arealplan_id=None,
            planstatus=None,
        ),
    ),
)

SITES: tuple[Site, ...] = (
    MAGNOR,
    SKOTTERUD,
    MATRAND,
    KIRKENAER,
    KIRKENAER_SENTRUM,
    GRINDER,
    FLISA,
    FLISA_SENTRUM,
    KJELLMYRA,
)
