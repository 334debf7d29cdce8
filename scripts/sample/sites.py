"""The sites of the sample, drawn in local metres: names and places are real, all else is made up.

Between them the parcels show every verdict. Comments say which rule a parcel is there for.
"""

from __future__ import annotations

from sample.layout import SERVICED, Plan, Site, parcel, power, restriction
from sample.shapes import Frame

SLOMARKA = Site(
    "slomarka",
    "3415",
    Frame(11.7750, 60.2540, -8),
    outline=[
        (-640, -250), (-300, -285), (80, -262), (430, -290), (660, -210), (690, 40),
        (600, 255), (280, 300), (-40, 270), (-380, 295), (-610, 240), (-675, 0),
    ],
    roads=([(-710, -10), (-350, 20), (0, 0), (350, 15), (730, -20)],),
    cuts=([(-330, -330), (-345, 330)], [(10, -330), (-10, 330)], [(340, -330), (360, 330)]),
    plans=(
        Plan("1340", "3415_2021004", name="Slomarka nord"),
        # Tomt 8: the planned extension, still a proposal.
        Plan("1341", "3415_2025002", status=2, name="Slomarka øst, utvidelse",
             ring=[(352, -400), (800, -400), (800, -10), (352, 8)]),
    ),
    facts={
        **SERVICED, **power(20, "2026-05-20", "avklart", 80, 2030), "modenhet": 4, "market": "ledig",
        "owner_kind": "kommunal", "bya_percent": 60, "max_height_m": 18, "price_nok_m2": 320,
        "price_public": True, "permitted_activities": ["industri", "lager", "bilbasert"],
        "available_from": "2027-01-01",
    },
    parcels=(
        parcel(-480, 130, matrikkel=["3415-41/12"], modenhet=5, available_from="2026-11-01"),
        parcel(-180, 140, matrikkel=["3415-41/12"], modenhet=5, available_from="2026-11-01"),
        parcel(180, 140, matrikkel=["3415-41/13"],
               permitted_activities=["industri", "kraftkrevende_industri", "bilbasert"]),
        parcel(480, 140, matrikkel=["3415-41/13", "3415-41/20"], market="opsjon",
               permitted_activities=["datasenter", "kraftkrevende_industri"]),
        parcel(-480, -130, matrikkel=["3415-41/9"], market="solgt", modenhet=5, price_public=False),
        # R05: freight far from rail.
        parcel(-150, -140, matrikkel=["3415-41/9"],
               permitted_activities=["logistikk", "engros", "lager", "bilbasert"]),
        # R09: 0.4 daa of farmland, just inside the limit.
        parcel(180, -140, matrikkel=["3415-41/14"], market="reservert"),
        parcel(500, -120, matrikkel=["3415-41/14"], modenhet=3, market="ledig", price_nok_m2=None,
               price_public=False, available_from="2028-01-01",
               permitted_activities=["industri", "kraftkrevende_industri", "bilbasert"],
               restrictions=[restriction(
                   "rekkefolgekrav", "authority",
                   "Nytt kryss på E16 må være åpnet før bygging.",
                   "A new junction on the E16 must be open before construction.",
                   source="Planforslag 3415_2025002 (eksempel)", end="2028-12-31")]),
    ),
)

HERNESMOEN = Site(
    "hernesmoen",
    "3415",
    Frame(11.8350, 60.2055, 20),
    outline=[
        (-430, -200), (-120, -240), (220, -215), (450, -150), (470, 90), (300, 230), (-60, 250),
        (-390, 190), (-470, 10),
    ],
    roads=([(-500, -20), (0, 10), (510, -10)],),
    cuts=([(-20, -300), (20, 300)],),
    plans=(
        Plan("1300", "3415_2013001", kind="kommuneplan", plantype="20", name="Hernesmoen"),
    ),
    facts={
        "modenhet": 2, "market": "ledig", "owner_kind": "privat", "bya_percent": 45,
        "permitted_activities": ["datasenter", "kraftkrevende_industri", "lager"],
        "water": "nei", "sewage": "nei", "fibre": "ja", "access": "ja", "fibre_distance_m": 300,
        "water_distance_m": 1400, "sewage_distance_m": 1600, "access_distance_m": 50,
        # R19: an answer from 2025 has aged.
        **power(35, "2025-06-10", "under_avklaring", 120, 2032),
    },
    parcels=(
        parcel(-200, 110, matrikkel=["3415-25/1"]),
        parcel(150, 120, matrikkel=["3415-25/1"]),
        # R11: bog.
        parcel(-200, -120, matrikkel=["3415-25/4"], market=None),
        # R19: no answer at all.
        parcel(200, -110, matrikkel=["3415-25/4", "3415-26/2"], **power(None, None, "ikke_avklart")),
    ),
)

SKARNES = Site(
    "skarnes-sentrum-ost",
    "3415",
    Frame(11.6912, 60.2468, 5),
    outline=[(-110, -120), (100, -130), (125, 110), (-95, 130)],
    roads=([(-150, 0), (0, 5), (150, -5)],),
    cuts=([(10, -150), (5, 0)],),
    plans=(Plan("1831", "3415_2019003", name="Skarnes sentrum øst"),),
    facts={
        **SERVICED, "modenhet": 4, "market": "ledig", "owner_kind": "blandet", "bya_percent": 55,
        "max_height_m": 14, "permitted_activities": ["kontor", "service", "detaljhandel"],
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
    Frame(11.5675, 60.4083, 15),
    outline=[
        (-330, -180), (-40, -210), (300, -170), (330, 60), (250, 210), (-80, 190), (-300, 150),
    ],
    roads=([(-360, -30), (0, 0), (360, 20)],),
    cuts=([(-20, -250), (-10, 250)],),
    plans=(Plan("1826", "3414_1998002", plantype="30", name="Granerud industriområde"),),
    facts={
        **SERVICED, **power(4, "2026-02-11", "avklart"), "modenhet": 5, "market": "solgt",
        "owner_kind": "privat", "bya_percent": 50, "max_height_m": 12,
        "permitted_activities": ["industri", "lager"],
    },
    parcels=(
        # R18: the building line along fv. 209 takes a corner.
        parcel(-170, 80, matrikkel=["3414-36/72"]),
        parcel(120, 100, matrikkel=["3414-36/83"]),
        parcel(-170, -100, matrikkel=["3414-36/84"], market="ikke_til_salgs"),
        # R08 and R17: bulky goods, and a plan that asks for little.
        parcel(140, -90, matrikkel=["3414-36/85"], market="ledig", bya_percent=35, price_nok_m2=295,
               price_public=True, permitted_activities=["handverk", "plasskrevende_handel"],
               retail_m2=2500),
    ),
)

GRANERUD_NORD = Site(
    "granerud-nord",
    "3414",
    Frame(11.5545, 60.4175, -10),
    outline=[
        (-430, -260), (-90, -290), (300, -250), (440, -120), (420, 200), (130, 290), (-260, 270),
        (-450, 130),
    ],
    roads=([(-20, -330), (0, 0), (20, 330)],),
    cuts=(
        [(-500, -70), (0, -60)], [(-500, 110), (0, 105)], [(0, -80), (500, -70)],
        [(0, 110), (500, 130)],
    ),
    plans=(Plan("1826", "3414_2018003", plantype="34", name="Granerud nord"),),
    facts={
        **SERVICED, **power(6, "2026-08-25", "avklart", 15, 2029), "modenhet": 5, "market": "ledig",
        "owner_kind": "kommunal", "bya_percent": 60, "max_height_m": 15, "price_nok_m2": 295,
        "price_public": True, "permitted_activities": ["industri", "lager", "handverk"],
        "available_from": "2026-11-01",
    },
    parcels=(
        # R04: more than two kilometres from the main roads, as all of the site.
        parcel(-250, 190, matrikkel=["3414-36/77"], permitted_activities=["industri", "handverk"]),
        parcel(-250, 20, matrikkel=["3414-36/77"], permitted_activities=["industri", "handverk"]),
        parcel(-250, -170, matrikkel=["3414-36/77"]),
        parcel(200, 200, matrikkel=["3414-40/1"], permitted_activities=["industri", "energi"],
               modenhet=4),
        # R05 and R04: logistics far from both.
        parcel(200, 20, matrikkel=["3414-40/1"], modenhet=4, market="opsjon",
               permitted_activities=["logistikk", "lager", "industri"]),
        # R11: the torv that came up in the ground survey, a little over the limit.
        parcel(200, -150, matrikkel=["3414-36/8"], modenhet=4,
               permitted_activities=["industri", "handverk"]),
    ),
)

MO = Site(
    "mo-naeringsomrade",
    "3414",
    Frame(11.6400, 60.4345, 10),
    outline=[(-120, -100), (130, -90), (140, 80), (-100, 110)],
    cuts=([(0, -130), (10, 140)],),
    # The plan is on file, but covers only the southern half (R01).
    plans=(
        Plan("1300", "3414_2009001", kind="kommuneplan", plantype="20", name="Mo",
             ring=[(-160, -140), (170, -140), (170, 60), (-160, 60)]),
    ),
    # R22: much is unknown here, and stays unknown.
    facts={"owner_kind": "privat", "permitted_activities": ["handverk", "service"]},
    parcels=(
        parcel(-60, 0, matrikkel=["3414-12/3"], modenhet=2, market="ledig", bya_percent=40),
        parcel(60, 0, matrikkel=[], owner_kind=None, permitted_activities=None,
               arealformaal=None, plan_kind=None, arealplan_id=None, planstatus=None),
    ),
)

NORSENGA = Site(
    "norsenga",
    "3401",
    Frame(12.0357, 60.2002, -2),
    outline=[(-75, -215), (85, -225), (88, 0), (80, 215), (-72, 222), (-82, 10)],
    cuts=([(-150, -75), (150, -70)], [(-150, 80), (150, 75)]),
    plans=(Plan("1501", "3401_2023005", name="Norsenga terminal"),),
    # R03 and R12: only some 70 daa, and the lower part floods.
    facts={
        **SERVICED, **power(8, "2026-03-02", "avklart"), "modenhet": 4, "market": "ikke_til_salgs",
        "owner_kind": "statlig", "bya_percent": 40, "max_height_m": 10,
        "permitted_activities": ["logistikk", "treindustri"],
    },
    parcels=(
        parcel(0, 150, matrikkel=["3401-22/45"]),
        parcel(0, 0, matrikkel=["3401-22/45"]),
        parcel(0, -140, matrikkel=["3401-22/46"], market="reservert",
               restrictions=[restriction(
                   "flomtiltak", "nature",
                   "Må heves eller sikres mot flom i Glomma.",
                   "Must be raised or protected against floods from the Glomma.",
                   source="Flomvurdering (eksempel)")]),
    ),
)

GRANLI = Site(
    "granli",
    "3401",
    Frame(12.0655, 60.1505, -61),
    outline=[
        (-330, -210), (0, -230), (330, -200), (350, 60), (180, 200), (-150, 210), (-340, 90),
    ],
    roads=([(-380, -10), (0, 0), (400, -10)],),
    cuts=([(-110, -300), (-100, 0)], [(130, -300), (120, 0)], [(10, 0), (0, 300)]),
    plans=(Plan("1826", "3401_2016011", name="Granli næringspark"),),
    facts={
        **SERVICED, **power(5, "2026-06-30", "avklart", 12, 2028), "modenhet": 5, "market": "ledig",
        "owner_kind": "privat", "bya_percent": 50, "max_height_m": 16, "price_nok_m2": 480,
        "permitted_activities": ["logistikk", "lager", "engros", "industri"],
        "available_from": "2026-11-01",
    },
    parcels=(
        parcel(-220, -110, matrikkel=["3401-88/14"]),
        parcel(10, -110, matrikkel=["3401-88/14"], price_public=True),
        parcel(230, -100, matrikkel=["3401-88/15"], market="opsjon"),
        # R13: alert area for quick clay, cleared by a report.
        parcel(-150, 80, matrikkel=["3401-88/20"],
               geotechnical_report="Geoteknisk rapport 2025-114 (eksempel)"),
        # R16: homes across the field.
        parcel(150, 80, matrikkel=["3401-88/21"], fibre="nei", fibre_distance_m=650),
    ),
)

RAUSTADMYRA = Site(
    "raustadmyra",
    "3401",
    Frame(12.0440, 60.2235, 3),
    outline=[
        (-260, -240), (60, -260), (270, -180), (250, 60), (280, 230), (-40, 270), (-250, 220),
        (-280, 0),
    ],
    roads=([(0, -300), (-10, 0), (10, 310)],),
    cuts=([(-320, -10), (0, 0)], [(0, 20), (320, 10)]),
    plans=(
        Plan("1501", "3401_2024009", status=1, name="Terminal Raustadmyra"),
    ),
    # R01 and R11: planning has started, and half of it is bog.
    facts={
        "modenhet": 3, "market": "ikke_til_salgs", "owner_kind": "privat", "access": "nei",
        "access_distance_m": 700, "water": "nei", "sewage": "nei", "bya_percent": None,
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
    outline=[(-250, -150), (20, -180), (260, -140), (270, 100), (40, 170), (-230, 150)],
    roads=([(-290, 0), (0, 10), (300, -10)],),
    cuts=([(0, -220), (10, 220)],),
    plans=(Plan("1300", "3401_2022001", kind="kommuneplan", plantype="20", name="Brandval"),),
    facts={
        "modenhet": 2, "market": "ledig", "owner_kind": "privat", "bya_percent": 40,
        "water": "ja", "sewage": "ja", "water_distance_m": 250, "sewage_distance_m": 250,
        "fibre": "ukjent", "access": "ja", "access_distance_m": 30,
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
    outline=[(-130, -110), (20, -125), (140, -100), (135, 90), (-20, 105), (-125, 95)],
    roads=([(0, -150), (5, 0), (10, 130)],),
    cuts=([(0, 0), (180, -5)],),
    plans=(Plan("1831", "3401_2020014", name="Stasjonsbyen"),),
    facts={
        **SERVICED, "modenhet": 5, "market": "ledig", "owner_kind": "kommunal", "bya_percent": 70,
        "max_height_m": 20, "permitted_activities": ["kontor", "service"],
        "price_nok_m2": 2100, "price_public": True, "available_from": "2027-06-01",
    },
    parcels=(
        parcel(-70, 0, matrikkel=["3401-24/301"]),
        parcel(70, 50, matrikkel=["3401-24/302"], market="reservert"),
        # R08: manufacturing does not belong in class A.
        parcel(70, -60, matrikkel=["3401-24/303"], permitted_activities=["kontor", "industri"],
               modenhet=4),
    ),
)

RASTA = Site(
    "rasta",
    "3401",
    Frame(12.0195, 60.1735, 12),
    outline=[(-180, -120), (40, -140), (190, -100), (200, 110), (-20, 130), (-170, 110)],
    roads=([(-210, 5), (0, 0), (230, 10)],),
    cuts=([(20, 0), (30, 200)],),
    plans=(
        Plan("1812", "3401_2011006", name="Rasta"),
        # A time-limited plan (R01: consider).
        Plan("1812", "3401_2019020", status=7, name="Rasta, midlertidig lager",
             ring=[(-260, 8), (22, 8), (30, 200), (-260, 200)]),
    ),
    facts={
        **SERVICED, **power(2.5, "2026-01-15", "avklart"), "modenhet": 5, "market": "ledig",
        "owner_kind": "privat", "bya_percent": 45, "max_height_m": 12, "retail_m2": 2800,
        "permitted_activities": ["plasskrevende_handel", "engros", "handverk"],
    },
    parcels=(
        parcel(0, -60, matrikkel=["3401-31/118"], market="solgt"),
        parcel(-90, 60, matrikkel=["3401-31/119"], modenhet=4),
        # R08: more retail than the limit, and shops that belong in the centre.
        parcel(110, 60, matrikkel=["3401-31/120"], retail_m2=4200,
               permitted_activities=["plasskrevende_handel", "detaljhandel"]),
    ),
)

ROVERUD = Site(
    "roverud",
    "3401",
    Frame(12.0640, 60.2475, -6),
    outline=[(-120, -90), (110, -100), (125, 85), (-110, 100)],
    cuts=([(-5, -140), (10, 140)],),
    plans=(Plan("1300", "3401_2022001", kind="kommuneplan", plantype="20", name="Roverud"),),
    facts={
        "modenhet": 2, "market": None, "owner_kind": "privat", "bya_percent": 40,
        "permitted_activities": ["handverk", "service", "lager"], "access": "ja",
        "access_distance_m": 10,
    },
    parcels=(
        parcel(-60, 0, matrikkel=["3401-44/9"], market="ledig", water="ja", sewage="ja"),
        parcel(60, 0, matrikkel=["3401-44/10"], bya_percent=None),
    ),
)

MAGNOR = Site(
    "magnor-gaustad",
    "3416",
    Frame(12.1500, 59.9560, -25),
    outline=[
        (-380, -260), (-60, -300), (300, -240), (390, 20), (330, 250), (20, 300), (-330, 260),
        (-410, 20),
    ],
    roads=([(-440, -20), (0, 0), (430, 10)],),
    cuts=([(-130, -350), (-120, 0)], [(140, -350), (130, 0)], [(10, 0), (0, 350)]),
    plans=(Plan("1340", "3416_2020002", name="Gaustadvegen næringspark"),),
    facts={
        **SERVICED, **power(10, "2026-09-08", "avklart", 25, 2029), "modenhet": 5,
        "market": "ledig", "owner_kind": "kommunal", "bya_percent": 45, "max_height_m": 20,
        "price_nok_m2": 180, "price_public": True, "available_from": "2026-11-01",
        "permitted_activities": ["industri", "lager", "handverk"],
    },
    parcels=(
        parcel(-260, -140, matrikkel=["3416-50/31"], market="solgt"),
        parcel(0, -150, matrikkel=["3416-50/32"]),
        # R09: 0.6 daa of farmland, just over the limit.
        parcel(240, -120, matrikkel=["3416-50/33"]),
        parcel(-170, 140, matrikkel=["3416-50/34"], modenhet=4),
        # R19: the answer from the grid company is more than two years old.
        parcel(170, 140, matrikkel=["3416-50/34"], modenhet=4,
               permitted_activities=["industri", "kraftkrevende_industri"],
               **power(10, "2024-05-14", "under_avklaring", 25, 2029)),
    ),
)

SKOTTERUD = Site(
    "skotterud-nord",
    "3416",
    Frame(12.0985, 60.0040, 6),
    outline=[(-220, -130), (10, -150), (230, -120), (240, 120), (0, 150), (-210, 130)],
    cuts=([(-70, -220), (-60, 220)], [(80, -220), (85, 220)]),
    plans=(Plan("1350", "3416_2008001", name="Skotterud nord"),),
    facts={
        "water": "ja", "sewage": "ja", "fibre": "ja", "access": "ja", "water_distance_m": 80,
        "sewage_distance_m": 80, "fibre_distance_m": 120, "access_distance_m": 20,
        "modenhet": 4, "market": "ledig", "owner_kind": "kommunal", "bya_percent": 40,
        "max_height_m": 9, "price_nok_m2": 150,
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
    outline=[(-110, -85), (105, -95), (115, 90), (-100, 95)],
    cuts=([(5, -140), (0, 140)],),
    plans=(Plan("1300", "3416_2015001", kind="kommuneplan", plantype="20", name="Matrand"),),
    facts={
        "modenhet": 2, "market": "ledig", "owner_kind": "privat",
        "permitted_activities": ["handverk", "lager"], "access": "ja", "bya_percent": 40,
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
    outline=[
        (-340, -230), (0, -260), (330, -220), (360, 30), (310, 240), (-20, 260), (-320, 230),
        (-360, 0),
    ],
    roads=([(-400, 10), (0, 0), (400, -10)],),
    cuts=([(0, -320), (5, 320)],),
    plans=(Plan("1342", "3417_2019001", plantype="34", name="Kirkenær industriområde"),),
    facts={
        **SERVICED, **power(30, "2026-04-17", "avklart", 100, 2031), "modenhet": 4,
        "market": "ledig", "owner_kind": "kommunal", "bya_percent": 50, "max_height_m": 25,
        "price_nok_m2": 120, "price_public": True, "available_from": "2027-03-01",
        "permitted_activities": ["datasenter", "kraftkrevende_industri", "industri"],
    },
    parcels=(
        parcel(-180, 120, matrikkel=["3417-17/6"]),
        parcel(160, 120, matrikkel=["3417-17/6"]),
        parcel(-180, -120, matrikkel=["3417-17/11"], modenhet=5, market="opsjon",
               **power(30, "2025-10-01", "avklart", 100, 2031)),
        # R15: a burial mound in the corner.
        parcel(160, -120, matrikkel=["3417-17/11"]),
    ),
)

KIRKENAER_SENTRUM = Site(
    "kirkenaer-sentrum",
    "3417",
    Frame(12.0480, 60.4545, -5),
    outline=[(-110, -80), (105, -90), (115, 85), (-100, 95)],
    cuts=([(-5, -140), (0, 140)],),
    plans=(
        Plan("1831", "3417_2017004", name="Kirkenær sentrum vest"),
        # Adopted, but not yet in force (R01: consider).
        Plan("1831", "3417_2026001", status=6, name="Kirkenær sentrum vest, endring",
             ring=[(-160, -140), (-4, -140), (-1, 140), (-160, 140)]),
    ),
    facts={
        **SERVICED, "modenhet": 4, "market": "ledig", "owner_kind": "kommunal", "bya_percent": 50,
        "max_height_m": 11, "permitted_activities": ["kontor", "service", "detaljhandel"],
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
    Frame(12.0494, 60.3855, 0),
    outline=[(-165, -190), (140, -170), (150, 10), (145, 200), (-190, 210)],
    cuts=([(-95, -300), (-110, 300)], [(-100, 0), (220, 10)]),
    plans=(
        Plan("1300", "3417_2014001", kind="kommuneplan", plantype="20", name="Grinder"),
        # The northern part was never taken out of the farming area (R01: deviates).
        Plan("5100", "3417_2014001", kind="kommuneplan", plantype="20", name="LNFR Grinder",
             ring=[(-100, 3), (220, 10), (220, 280), (-106, 280)]),
    ),
    facts={
        "modenhet": 2, "market": "ledig", "owner_kind": "privat", "bya_percent": 30,
        "water": "ja", "sewage": "nei", "fibre": "ja", "access": "ja",
        "permitted_activities": ["lager", "handverk", "bilbasert"],
    },
    parcels=(
        # R18: a strip along rv. 2, most of it building line.
        parcel(-135, 0, matrikkel=["3417-6/2"]),
        parcel(30, -90, matrikkel=["3417-6/2"], bya_percent=None),
        # R09: farmland.
        parcel(30, 100, matrikkel=["3417-6/3"], market="ikke_til_salgs", modenhet=1),
    ),
)

FLISA = Site(
    "flisa-industriomrade",
    "3418",
    Frame(12.0030, 60.6225, -7),
    outline=[(-260, -170), (0, -190), (250, -160), (270, 150), (20, 190), (-250, 160)],
    roads=([(-300, 0), (0, 5), (310, 0)],),
    cuts=([(0, -240), (5, 240)],),
    plans=(
        Plan("1340", "3418_2003002", plantype="30", name="Flisa industriområde"),
        # Ready to build, they say, on a municipal master plan only (R02).
        Plan("1300", "3418_2015001", kind="kommuneplan", plantype="20", name="Flisa, utvidelse",
             ring=[(3, 4), (330, 4), (330, 240), (5, 240)]),
    ),
    # R21: what is zoned in Åsnes is sold.
    facts={
        **SERVICED, **power(6, "2026-07-01", "avklart"), "modenhet": 5, "market": "solgt",
        "owner_kind": "privat", "bya_percent": 50, "max_height_m": 12,
        "permitted_activities": ["industri", "treindustri", "handverk"],
    },
    parcels=(
        parcel(-120, 80, matrikkel=["3418-28/140"]),
        parcel(130, 80, matrikkel=["3418-28/1"], market="reservert"),
        parcel(-120, -80, matrikkel=["3418-28/141"]),
        # R08 and R20: a garage on the edge, without fibre.
        parcel(130, -80, matrikkel=["3418-28/142"], permitted_activities=["service", "bilbasert"],
               fibre="nei"),
    ),
)

FLISA_SENTRUM = Site(
    "flisa-sentrum",
    "3418",
    Frame(12.0235, 60.6075, 9),
    outline=[(-130, -80), (120, -90), (130, 85), (-115, 95)],
    cuts=([(0, -140), (-5, 140)],),
    plans=(Plan("1831", "3418_2021003", name="Flisa sentrum øst"),),
    facts={
        **SERVICED, "modenhet": 3, "market": "ledig", "owner_kind": "privat", "bya_percent": 45,
        "permitted_activities": ["kontor", "service"],
    },
    # R06: beside the centre, and a little too far from it.
    parcels=(
        parcel(-60, 0, matrikkel=["3418-30/55"]),
        parcel(60, 0, matrikkel=["3418-30/56"], permitted_activities=["service", "plasskrevende_handel"]),
    ),
)

KJELLMYRA = Site(
    "kjellmyra",
    "3418",
    Frame(12.0455, 60.6515, 22),
    outline=[(-200, -140), (20, -160), (210, -130), (200, 130), (-10, 150), (-190, 120)],
    cuts=([(-60, -220), (-55, 220)], [(75, -220), (70, 220)]),
    plans=(Plan("1340", "3418_2010004", status=2, name="Kjellmyra sag"),),
    facts={
        "owner_kind": "privat", "market": "ledig", "modenhet": 3, "water": "ja", "access": "ja",
        "permitted_activities": ["treindustri", "energi"], "bya_percent": 40,
    },
    parcels=(
        parcel(-130, 0, matrikkel=["3418-41/7"]),
        parcel(10, 0, matrikkel=["3418-41/7"], bya_percent=None, owner_kind=None),
        # R22: hardly anything is registered.
        parcel(140, 0, matrikkel=[], owner_kind=None, market=None, modenhet=None, bya_percent=None,
               permitted_activities=None, water="ukjent", access="ukjent", arealformaal=None,
               plan_kind=None, arealplan_id=None, planstatus=None),
    ),
)

SITES: tuple[Site, ...] = (
    SLOMARKA, HERNESMOEN, SKARNES, GRANERUD, GRANERUD_NORD, MO, NORSENGA, GRANLI, RAUSTADMYRA,
    BRANDVAL, STASJON, RASTA, ROVERUD, MAGNOR, SKOTTERUD, MATRAND, KIRKENAER, KIRKENAER_SENTRUM,
    GRINDER, FLISA, FLISA_SENTRUM, KJELLMYRA,
)
