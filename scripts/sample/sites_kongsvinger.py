"""The sample sites of Kongsvinger, drawn in local metres."""

from __future__ import annotations

from sample.layout import SERVICED, Plan, Site, parcel, power, restriction
from sample.shapes import Frame, line

NORSENGA = Site(
    "norsenga",
    "3401",
    Frame(12.0353, 60.2005, -2),
    outline=line("-75 -215, 85 -225, 88 0, 80 215, -72 222, -82 10"),
    cuts=(line("-150 -75, 150 -70"), line("-150 80, 150 75")),
    plans=(Plan("1501", "3401_2023005", name="Norsenga terminal"),),
    # R03 and R12: only some 70 daa, and the lower part floods.
    facts={
        **SERVICED,
        **power(8, "2026-03-02", "avklart"),
        "modenhet": 4,
        "market": "ikke_til_salgs",
        "owner_kind": "statlig",
        "bya_percent": 40,
        "max_height_m": 10,
        "permitted_activities": ["logistikk", "treindustri"],
    },
    parcels=(
        parcel(0, 150, matrikkel=["3401-22/45"]),
        parcel(0, 0, matrikkel=["3401-22/45"]),
        parcel(
            0,
            -140,
            matrikkel=["3401-22/46"],
            market="reservert",
            restrictions=[
                restriction(
                    "flomtiltak",
                    "nature",
                    "Må heves eller sikres mot flom i Glomma.",
                    "Must be raised or protected against floods from the Glomma.",
                    source="Flomvurdering (eksempel)",
                )
            ],
        ),
    ),
)

GRANLI = Site(
    "granli",
    "3401",
    Frame(12.0655, 60.1505, -61),
    outline=line("-330 -210, 0 -230, 330 -200, 350 60, 180 200, -150 210, -340 90"),
    roads=(line("-380 -10, 0 0, 400 -10"),),
    cuts=(line("-110 -300, -100 0"), line("130 -300, 120 0"), line("10 0, 0 300")),
    plans=(Plan("1826", "3401_2016011", name="Granli næringspark"),),
    facts={
        **SERVICED,
        **power(5, "2026-06-30", "avklart", 12, 2028),
        "modenhet": 5,
        "market": "ledig",
        "owner_kind": "privat",
        "bya_percent": 50,
        "max_height_m": 16,
        "price_nok_m2": 480,
        "permitted_activities": ["logistikk", "lager", "engros", "industri"],
        "available_from": "2026-11-01",
    },
    parcels=(
        parcel(-220, -110, matrikkel=["3401-88/14"]),
        parcel(10, -110, matrikkel=["3401-88/14"], price_public=True),
        parcel(230, -100, matrikkel=["3401-88/15"], market="opsjon"),
        # R13: alert area for quick clay, cleared by a report.
        parcel(
            -150,
            80,
            matrikkel=["3401-88/20"],
            geotechnical_report="Geoteknisk rapport 2025-114 (eksempel)",
        ),
        # R16: homes across the field.
        parcel(150, 80, matrikkel=["3401-88/21"], fibre="nei", fibre_distance_m=650),
    ),
)

RAUSTADMYRA = Site(
    "raustadmyra",
    "3401",
    Frame(12.0440, 60.2235, 3),
    outline=line("""
        -260 -240, 60 -260, 270 -180, 250 60, 280 230, -40 270, -250 220, -280 0
    """),
    roads=(line("0 -300, -10 0, 10 310"),),
    cuts=(line("-320 -10, 0 0"), line("-15 20, 320 10")),
    plans=(Plan("1501", "3401_2024009", status=1, name="Terminal Raustadmyra"),),
    # R01 and R11: planning has started, and half of it is bog.
    facts={
        "modenhet": 3,
        "market": "ikke_til_salgs",
        "owner_kind": "privat",
        "access": "nei",
        "access_distance_m": 700,
        "water": "nei",
        "sewage": "nei",
        "bya_percent": None,
        "permitted_activities": ["logistikk", "treindustri"],
    },
    parcels=(
        parcel(-140, 110, matrikkel=["3401-19/3"]),
        parcel(130, 130, matrikkel=["3401-19/3"]),
        parcel(-140, -120, matrikkel=["3401-19/7"]),
        parcel(130, -100, matrikkel=["3401-20/1"], access="ukjent", access_distance_m=None),
    ),
)

BRANDVAL = Site(
    "brandval",
    "3401",
    Frame(12.0320, 60.3185, 8),
    outline=line("-250 -150, 20 -180, 260 -140, 270 100, 40 170, -230 150"),
    roads=(line("-290 0, 0 10, 300 -10"),),
    cuts=(line("0 -220, 10 220"),),
    plans=(Plan("1300", "3401_2022001", kind="kommuneplan", plantype="20", name="Brandval"),),
    facts={
        "modenhet": 2,
        "market": "ledig",
        "owner_kind": "privat",
        "bya_percent": 40,
        "water": "ja",
        "sewage": "ja",
        "water_distance_m": 250,
        "sewage_distance_m": 250,
        "fibre": "ukjent",
        "access": "ja",
        "access_distance_m": 30,
        "permitted_activities": ["treindustri", "industri", "handverk"],
    },
    parcels=(
        # R16: right beside homes.
        parcel(-120, 80, matrikkel=["3401-61/2"]),
        parcel(130, 70, matrikkel=["3401-61/2"]),
        # R10: cultivable land.
        parcel(-120, -80, matrikkel=["3401-61/5"], market=None),
        parcel(130, -80, matrikkel=["3401-61/5"]),
    ),
)

STASJON = Site(
    "kongsvinger-stasjon",
    "3401",
    Frame(11.9985, 60.1836, -4),
    outline=line("-130 -110, 20 -125, 140 -100, 135 90, -20 105, -125 95"),
    roads=(line("0 -150, 5 0, 10 130"),),
    cuts=(line("0 0, 180 -5"),),
    plans=(Plan("1831", "3401_2020014", name="Stasjonsbyen"),),
    facts={
        **SERVICED,
        "modenhet": 5,
        "market": "ledig",
        "owner_kind": "kommunal",
        "bya_percent": 70,
        "max_height_m": 20,
        "permitted_activities": ["kontor", "service"],
        "price_nok_m2": 2100,
        "price_public": True,
        "available_from": "2027-06-01",
    },
    parcels=(
        parcel(-70, 0, matrikkel=["3401-24/301"]),
        parcel(70, 50, matrikkel=["3401-24/302"], market="reservert"),
        # R08: manufacturing does not belong in class A.
        parcel(
            70,
            -60,
            matrikkel=["3401-24/303"],
            permitted_activities=["kontor", "industri"],
            modenhet=4,
        ),
    ),
)

RASTA = Site(
    "rasta",
    "3401",
    Frame(12.0205, 60.1735, 12),
    outline=line("-180 -120, 40 -140, 190 -100, 200 110, -20 130, -170 110"),
    roads=(line("-210 5, 0 0, 230 10"),),
    cuts=(line("20 0, 30 200"),),
    plans=(
        Plan("1812", "3401_2011006", name="Rasta"),
        # A time-limited plan (R01: consider).
        Plan(
            "1812",
            "3401_2019020",
            status=7,
            name="Rasta, midlertidig lager",
            ring=line("-260 8, 22 8, 30 200, -260 200"),
        ),
    ),
    facts={
        **SERVICED,
        **power(2.5, "2026-01-15", "avklart"),
        "modenhet": 5,
        "market": "ledig",
        "owner_kind": "privat",
        "bya_percent": 45,
        "max_height_m": 12,
        "retail_m2": 2800,
        "permitted_activities": ["plasskrevende_handel", "engros", "handverk"],
    },
    parcels=(
        parcel(0, -60, matrikkel=["3401-31/118"], market="solgt"),
        parcel(-90, 60, matrikkel=["3401-31/119"]),
        # R08: more retail than the limit, and shops that belong in the centre.
        parcel(
            110,
            60,
            matrikkel=["3401-31/120"],
            retail_m2=4200,
            permitted_activities=["plasskrevende_handel", "detaljhandel"],
        ),
    ),
)

ROVERUD = Site(
    "roverud",
    "3401",
    Frame(12.0538, 60.2475, -14),
    outline=line("-120 -90, 110 -100, 125 85, -110 100"),
    cuts=(line("-5 -140, 10 140"),),
    plans=(Plan("1300", "3401_2022001", kind="kommuneplan", plantype="20", name="Roverud"),),
    facts={
        "modenhet": 2,
        "market": None,
        "owner_kind": "privat",
        "bya_percent": 40,
        "permitted_activities": ["handverk", "service", "lager"],
        "access": "ja",
        "access_distance_m": 10,
    },
    parcels=(
        parcel(-60, 0, matrikkel=["3401-44/9"], market="ledig", water="ja", sewage="ja"),
        parcel(60, 0, matrikkel=["3401-44/10"], bya_percent=None),
    ),
)

SITES: tuple[Site, ...] = (NORSENGA, GRANLI, RAUSTADMYRA, BRANDVAL, STASJON, RASTA, ROVERUD)
