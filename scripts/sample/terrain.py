"""Land, hazards and coverage of the sample layers: what the rules find, and where nobody looked.

Patches are drawn in the frame of a site, because they are there to hit its parcels. The blobs
around them only make the map look like the Glomma valley, and are kept away from the sites.
"""

from __future__ import annotations

from sample.layout import Patch
from sample.shapes import Line

PATCHES: tuple[Patch, ...] = (
    # R09, dyrka mark: just under and just over 0.5 daa, and well over.
    Patch("dyrka_mark", "21", "slomarka", [(60, -400), (335, -400), (335, -276), (300, -272), (60, -300)]),
    Patch("dyrka_mark", "21", "magnor-gaustad", [(150, -420), (420, -420), (470, -60), (364, -60), (352, -105), (291, -232), (150, -262)]),
    Patch("dyrka_mark", "21", "grinder", [(-40, 90), (60, 70), (230, 95), (230, 300), (-40, 300)], smooth=True),
    Patch("dyrka_mark", "23", "flisa-industriomrade", [(-330, -260), (-210, -260), (-190, -110), (-330, -60)], smooth=True),
    Patch("dyrka_mark", "22", "brandval", [(180, -260), (360, -260), (360, -40), (238, -110)], smooth=True),
    Patch("dyrka_mark", "21", "matrand", [(-260, -200), (-60, -200), (-93, -40), (-180, 60)]),
    # R10, dyrkbar jord: under and over a tenth of the parcel.
    Patch("dyrkbar_jord", "82", "brandval", [(-300, -220), (-20, -220), (-60, -70), (-200, -50), (-300, -90)], smooth=True),
    Patch("dyrkbar_jord", "82", "hernesmoen", [(60, 60), (240, 40), (380, 120), (300, 300), (80, 300)], smooth=True),
    Patch("dyrkbar_jord", "82", "granerud-nord", [(-500, -330), (-320, -330), (-330, -190), (-420, -170), (-500, -200)], smooth=True),
    Patch("dyrkbar_jord", "82", "flisa-industriomrade", [(60, 60), (200, 40), (300, 110), (240, 220), (60, 230)], smooth=True),
    Patch("dyrkbar_jord", "82", "slomarka", [(560, -320), (720, -300), (720, -120), (610, -140)], smooth=True),
    Patch("dyrkbar_jord", "82", "grinder", [(-60, -230), (60, -230), (80, -120), (-40, -110)], smooth=True),
    # R11, myr: half a dekar, one or two, and a whole bog.
    Patch("myr", "60", "raustadmyra", [(-220, -180), (-60, -220), (140, -160), (220, 20), (120, 160), (-60, 150), (-200, 60)], smooth=True),
    Patch("myr", "60", "hernesmoen", [(-360, -150), (-220, -190), (-120, -110), (-180, -40), (-330, -60)], smooth=True),
    Patch("myr", "60", "granerud-nord", [(300, -215), (335, -222), (345, -180), (310, -170)], smooth=True),
    Patch("myr", "60", "granerud", [(180, -160), (205, -165), (215, -135), (185, -130)], smooth=True),
    Patch("myr", "60", "magnor-gaustad", [(-260, 190), (-225, 190), (-220, 225), (-255, 230)], smooth=True),
    Patch("myr", "60", "slomarka", [(60, 225), (78, 225), (80, 247), (60, 245)], smooth=True),
    # R12, flom: the Glomma at Norsenga and Skarnes, alert areas along brooks.
    Patch("flom", "2100", "norsenga", [(-420, -420), (160, -420), (150, -110), (20, -60), (-60, 40), (-160, 300), (-420, 340)], name="Glomma ved Norsenga, 200-årsflom med klimapåslag", smooth=True),
    Patch("flom", "200", "norsenga", [(-420, -420), (120, -420), (100, -150), (-40, -110), (-140, 60), (-260, 300), (-420, 300)], name="Glomma ved Norsenga, 200-årsflom", smooth=True),
    Patch("flom", "aktsomhet", "grinder", [(-420, -320), (60, -320), (40, -120), (-90, -40), (-140, 240), (-420, 300)], smooth=True),
    Patch("flom", "aktsomhet", "skarnes-sentrum-ost", [(-300, -220), (-40, -220), (-55, -90), (-90, -20), (-300, 60)], smooth=True),
    Patch("flom", "aktsomhet", "brandval", [(-420, 60), (-200, 90), (-160, 260), (-420, 280)], smooth=True),
    Patch("flom", "aktsomhet", "rasta", [(120, -200), (300, -200), (300, 0), (150, -40)], smooth=True),
    Patch("flom", "2100", "flisa-sentrum", [(40, -260), (300, -260), (300, 40), (110, 0), (60, -60)], name="Glomma ved Flisa, 200-årsflom med klimapåslag", smooth=True),
    # R13, kvikkleire: zones with and without a report.
    Patch("kvikkleire", "aktsomhet", "granli", [(-420, 20), (-40, 40), (-60, 300), (-420, 300)], smooth=True),
    Patch("kvikkleire", "aktsomhet", "brandval", [(-340, -240), (20, -240), (0, -60), (-200, -30), (-340, -80)], smooth=True),
    Patch("kvikkleire", "faresone", "hernesmoen", [(320, -240), (560, -200), (560, 20), (390, -20)], name="Hernes", smooth=True),
    Patch("kvikkleire", "aktsomhet", "skarnes-sentrum-ost", [(20, -220), (260, -220), (240, -20), (60, -40)], smooth=True),
    Patch("kvikkleire", "faresone", "rasta", [(-320, 60), (-120, 40), (-60, 220), (-320, 240)], name="Rasta vest", smooth=True),
    Patch("kvikkleire", "aktsomhet", "kirkenaer-sentrum", [(30, -200), (240, -200), (240, 140), (60, 60)], smooth=True),
    # R14, natur.
    Patch("natur", "stor", "skotterud-nord", [(110, -60), (200, -80), (260, 20), (150, 60)], name="Naturbeitemark", smooth=True),
    Patch("natur", "middels", "raustadmyra", [(60, 90), (240, 60), (320, 300), (40, 310)], name="Gammel granskog", smooth=True),
    Patch("natur", "noe", "hernesmoen", [(-460, 60), (-300, 40), (-260, 220), (-440, 260)], name="Sandfuruskog", smooth=True),
    Patch("natur", "svaert_stor", "grinder", [(60, 120), (240, 100), (240, 300), (60, 280)], name="Slåttemark", smooth=True),
    Patch("natur", "noe", "granli", [(200, 80), (330, 40), (400, 160), (240, 230)], name="Gammel furuskog", smooth=True),
    Patch("natur", "verneomrade", "raustadmyra", [(330, -300), (640, -260), (660, 160), (360, 120)], name="Raustadmyra naturreservat (eksempel)", smooth=True),
    # R15, kulturminner: mounds with their safety zones.
    Patch("kulturminner", "AUT", "kirkenaer", [(262, -150), (274, -156), (285, -148), (284, -136), (272, -130), (262, -138)], name="Gravhaug", smooth=True),
    Patch("kulturminner", "AUT", "brandval", [(150, 62), (160, 58), (168, 66), (164, 77), (153, 76)], name="Kullgrop", smooth=True),
    Patch("kulturminner", "AUT", "hernesmoen", [(-240, 140), (-222, 132), (-208, 146), (-218, 164), (-236, 160)], name="Kullmile", smooth=True),
    Patch("kulturminner", "AUT", "roverud", [(80, 30), (92, 26), (100, 36), (92, 48), (80, 44)], name="Fangstgrop", smooth=True),
    # Not protected by age alone: must not count.
    Patch("kulturminner", "VED", "slomarka", [(-520, 110), (-490, 110), (-490, 140), (-520, 140)], name="Nyere bygning, vedtaksfredet"),
    Patch("kulturminner", "UAV", "magnor-gaustad", [(-40, -190), (-10, -190), (-10, -160), (-40, -160)], name="Uavklart kulturminne"),
    # R16, bolig: near and very near.
    Patch("bolig", "1110", "granli", [(250, 260), (420, 240), (460, 420), (260, 430)], name="Granli", smooth=True),
    Patch("bolig", "1110", "brandval", [(-420, 60), (-290, 40), (-280, 220), (-420, 240)], name="Brandval", smooth=True),
    Patch("bolig", "1110", "granerud", [(420, -200), (600, -220), (620, 40), (440, 60)], name="Granerud boligfelt", smooth=True),
    Patch("bolig", "1110", "kjellmyra", [(-480, -160), (-300, -180), (-290, 60), (-470, 80)], name="Kjellmyra", smooth=True),
    Patch("bolig", "1110", "flisa-industriomrade", [(-120, -520), (160, -520), (200, -330), (-80, -320)], name="Flisa nord", smooth=True),
    Patch("bolig", "1110", "skotterud-nord", [(-460, -200), (-380, -220), (-370, 120), (-460, 160)], name="Skotterud nord", smooth=True),
    Patch("bolig", "1110", "hernesmoen", [(-760, -240), (-590, -260), (-560, 20), (-740, 60)], name="Hernes", smooth=True),
    Patch("bolig", "1110", "norsenga", [(330, -260), (560, -300), (580, 160), (360, 200)], name="Langeland", smooth=True),
    # R06 and R07, sentrum. Kirkenær reaches one of two plots; at Norsenga and Flisa it touches C sites.
    Patch("sentrum", "1130", "kirkenaer-sentrum", [(10, -420), (420, -440), (520, 60), (330, 380), (-20, 300)], name="Kirkenær", smooth=True),
    Patch("sentrum", "1130", "flisa-sentrum", [(-900, -200), (-520, -260), (-230, -160), (-190, 60), (-330, 330), (-760, 300)], name="Flisa", smooth=True),
    Patch("sentrum", "1130", "skarnes-sentrum-ost", [(-800, 420), (-700, 120), (-420, 80), (-170, 190), (-180, 620), (-560, 820)], name="Skarnes", smooth=True),
    Patch("sentrum", "1130", "kongsvinger-stasjon", [(-1300, 500), (-700, 330), (300, 280), (1300, 420), (1500, 1100), (500, 1500), (-700, 1300)], name="Kongsvinger", smooth=True),
    Patch("sentrum", "tettstedssone", "norsenga", [(-900, -700), (-260, -560), (20, -260), (10, -130), (-300, -40), (-900, 60)], name="Kongsvinger øst", smooth=True),
    Patch("sentrum", "tettstedssone", "granerud", [(-760, -420), (-330, -300), (-170, -110), (-300, -30), (-700, -60)], name="Sand", smooth=True),
    Patch("sentrum", "tettstedssone", "flisa-industriomrade", [(-100, -420), (60, -430), (90, -168), (-40, -150)], name="Flisa nord", smooth=True),
)

#: layer → blobs of background: (code, lon, lat, half width m, half height m, turn)
BACKGROUND: dict[str, list[tuple[str, float, float, float, float, float]]] = {
    "dyrka_mark": [
        ("21", 11.605, 60.214, 900, 320, 25), ("21", 11.640, 60.224, 700, 300, 30),
        ("21", 11.700, 60.239, 800, 260, -25), ("21", 11.735, 60.251, 700, 260, -10),
        ("21", 11.795, 60.222, 800, 300, -20), ("21", 11.905, 60.213, 700, 280, 10),
        ("21", 11.940, 60.196, 700, 300, -5), ("21", 12.015, 60.262, 500, 900, 0),
        ("21", 12.050, 60.268, 300, 600, 5), ("21", 12.025, 60.345, 500, 600, 30),
        ("21", 12.000, 60.352, 500, 700, 0), ("21", 12.035, 60.396, 300, 900, 5),
        ("21", 12.000, 60.410, 400, 1000, 0), ("21", 12.040, 60.466, 500, 500, 20),
        ("21", 12.090, 60.478, 500, 900, -5), ("21", 12.030, 60.510, 700, 1000, 0),
        ("21", 12.030, 60.537, 800, 700, 10), ("21", 12.000, 60.560, 900, 800, -10),
        ("21", 12.035, 60.575, 700, 700, 0), ("21", 11.960, 60.589, 900, 500, 10),
        ("22", 11.985, 60.628, 500, 400, 0), ("21", 11.555, 60.398, 400, 300, 15),
        ("21", 11.620, 60.437, 600, 250, 5), ("22", 11.505, 60.435, 300, 600, 0),
        ("21", 12.110, 60.034, 400, 800, -5), ("21", 12.128, 59.997, 300, 700, 0),
        ("23", 12.175, 59.969, 500, 250, -30), ("22", 11.985, 59.926, 400, 500, 10),
        ("21", 11.660, 60.283, 300, 800, -10), ("21", 11.775, 60.290, 400, 500, -30),
    ],
    "dyrkbar_jord": [
        ("82", 11.690, 60.285, 700, 500, 10), ("82", 11.820, 60.255, 900, 400, -15),
        ("82", 12.080, 60.235, 400, 700, 0), ("82", 12.095, 60.410, 500, 900, 10),
        ("82", 12.100, 60.520, 500, 800, 0), ("82", 11.950, 60.640, 900, 500, 30),
        ("82", 12.090, 60.640, 700, 500, 15), ("82", 11.590, 60.450, 700, 400, 0),
        ("82", 12.150, 60.015, 500, 800, 0), ("82", 12.070, 60.000, 400, 600, 10),
    ],
    "myr": [
        ("60", 11.870, 60.320, 1200, 900, 0), ("60", 11.930, 60.092, 900, 1200, 10),
        ("60", 11.640, 60.185, 600, 400, 0), ("60", 11.850, 60.152, 600, 500, 0),
        ("60", 12.150, 60.395, 500, 800, 5), ("60", 12.180, 60.392, 400, 400, 0),
        ("60", 12.145, 60.360, 600, 700, 0), ("60", 12.270, 60.346, 500, 300, 0),
        ("60", 12.015, 60.505, 500, 500, 0), ("60", 11.990, 60.498, 400, 600, 0),
        ("60", 12.060, 60.630, 400, 700, -15), ("60", 12.080, 60.686, 400, 600, 0),
        ("60", 12.130, 60.752, 700, 600, 0), ("60", 12.180, 60.758, 800, 500, -40),
        ("60", 12.250, 60.765, 600, 1500, 0), ("60", 12.290, 60.785, 800, 1500, 0),
        ("60", 12.235, 60.570, 300, 900, -10), ("60", 11.720, 60.445, 700, 700, 0),
        ("60", 11.435, 60.440, 500, 450, 0), ("60", 11.825, 60.440, 600, 800, 0),
        ("60", 11.970, 60.025, 600, 1800, 15), ("60", 12.053, 59.985, 400, 800, 0),
        ("60", 12.245, 59.950, 500, 1300, 10), ("60", 11.890, 60.065, 600, 800, 0),
    ],
    "flom": [
        ("2100", 12.028, 60.256, 350, 900, 0), ("2100", 12.020, 60.345, 500, 700, 20),
        ("2100", 12.025, 60.470, 700, 400, 0), ("2100", 12.030, 60.530, 600, 1200, 0),
        ("2100", 12.005, 60.585, 500, 900, 0), ("2100", 11.615, 60.206, 700, 250, 25),
        ("200", 11.900, 60.203, 800, 300, 10), ("aktsomhet", 11.800, 60.230, 900, 300, -20),
        ("aktsomhet", 11.655, 60.232, 300, 900, 0), ("aktsomhet", 12.112, 60.060, 250, 900, 0),
        ("aktsomhet", 12.112, 59.995, 200, 700, 0), ("aktsomhet", 11.515, 60.403, 400, 500, 0),
    ],
    "kvikkleire": [
        ("faresone", 11.720, 60.258, 350, 250, 0), ("faresone", 12.045, 60.285, 250, 400, 0),
        ("aktsomhet", 11.620, 60.222, 900, 400, 25), ("aktsomhet", 11.930, 60.200, 900, 400, 0),
        ("aktsomhet", 12.020, 60.275, 600, 900, 0), ("aktsomhet", 12.010, 60.440, 400, 900, 0),
    ],
    "natur": [
        ("verneomrade", 11.880, 60.325, 900, 700, 0), ("verneomrade", 12.150, 60.385, 500, 700, 0),
        ("verneomrade", 12.270, 60.775, 1500, 1800, 0), ("svaert_stor", 12.250, 59.948, 400, 900, 10),
        ("stor", 11.700, 60.292, 300, 250, 0), ("stor", 12.000, 60.300, 200, 500, 0),
        ("middels", 12.030, 60.552, 350, 350, 0), ("middels", 11.610, 60.360, 400, 300, 0),
        ("noe", 12.060, 60.025, 500, 300, 0), ("noe", 11.930, 60.670, 600, 400, 0),
    ],
    "kulturminner": [
        ("AUT", 11.690, 60.268, 25, 20, 0), ("AUT", 11.720, 60.262, 15, 15, 0),
        ("AUT", 12.005, 60.335, 20, 18, 0), ("AUT", 12.042, 60.500, 30, 22, 0),
        ("AUT", 11.985, 60.557, 22, 22, 0), ("AUT", 12.020, 60.549, 16, 14, 0),
        ("AUT", 12.120, 60.020, 15, 15, 0), ("AUT", 11.560, 60.395, 18, 15, 0),
    ],
    "bolig": [
        ("1110", 11.662, 60.262, 450, 350, 0), ("1110", 11.675, 60.266, 500, 300, 0),
        ("1110", 11.540, 60.386, 450, 350, 20), ("1110", 11.985, 60.206, 700, 350, -30),
        ("1110", 12.010, 60.207, 400, 500, 0), ("1110", 11.980, 60.182, 500, 250, -15),
        ("1110", 12.006, 60.176, 350, 300, 0), ("1110", 12.136, 59.984, 500, 250, -20),
        ("1110", 12.200, 59.949, 450, 300, -30), ("1110", 12.120, 60.041, 250, 300, 0),
        ("1110", 12.068, 60.4505, 300, 150, 0), ("1110", 12.030, 60.604, 350, 200, 0),
        ("1110", 12.002, 60.610, 350, 180, 0), ("1110", 12.034, 60.643, 250, 300, 0),
        ("1110", 12.048, 60.253, 200, 250, 0), ("1110", 12.044, 60.343, 200, 200, 0),
        ("1110", 11.850, 60.221, 350, 180, -20), ("1110", 11.655, 60.203, 350, 200, 0),
    ],
    "plan": [
        ("1110", 11.670, 60.264, 900, 600, 0), ("1110", 11.542, 60.387, 700, 500, 20),
        ("1130", 11.996, 60.198, 700, 350, -20), ("1110", 12.135, 59.985, 700, 400, -20),
        ("1200", 12.075, 60.141, 400, 300, 0), ("1110", 12.015, 60.612, 700, 300, 0),
        ("5100", 12.000, 60.330, 900, 1200, 0), ("5100", 12.020, 60.530, 1500, 1800, 0),
    ],
}

#: The whole region and its surroundings; everything is mapped unless drawn otherwise below.
WORLD: Line = [(10.60, 59.70), (12.95, 59.70), (12.95, 61.05), (10.60, 61.05)]

#: (layer, status, note, ring): "gap" is left out of the mapped area, "failed" could not be fetched.
COVERAGE: list[tuple[str, str, str, Line]] = [
    ("kvikkleire", "gap", "Eidskog sør", [
        (11.80, 59.80), (12.40, 59.80), (12.40, 59.995), (12.20, 60.008), (12.04, 59.998), (11.80, 59.99),
    ]),
    ("kvikkleire", "gap", "Åsnes", [
        (11.60, 60.560), (12.70, 60.560), (12.70, 60.95), (11.60, 60.95),
    ]),
    ("flom", "gap", "Nord-Odal nord", [
        (11.30, 60.4300), (11.90, 60.4300), (11.90, 60.62), (11.30, 60.62),
    ]),
    ("flom", "gap", "Åsnes øst", [
        (12.030, 60.640), (12.70, 60.640), (12.70, 60.92), (12.030, 60.92),
    ]),
    ("dyrkbar_jord", "gap", "Åsnes øst", [
        (12.030, 60.640), (12.70, 60.640), (12.70, 60.92), (12.030, 60.92),
    ]),
    # The edge runs through the parcels at Matrand: mapped in part is not mapped.
    ("dyrkbar_jord", "gap", "Eidskog nord", [
        (12.1335, 60.010), (12.30, 60.010), (12.30, 60.100), (12.1335, 60.100),
    ]),
    ("natur", "gap", "Grue øst", [
        (12.075, 60.400), (12.70, 60.400), (12.70, 60.540), (12.075, 60.540),
    ]),
    ("kulturminner", "gap", "Kjellmyra", [
        (12.030, 60.640), (12.090, 60.640), (12.090, 60.670), (12.030, 60.670),
    ]),
    ("bolig", "gap", "Grinder", [
        (12.030, 60.378), (12.080, 60.378), (12.080, 60.394), (12.030, 60.394),
    ]),
    ("myr", "gap", "Roverud", [
        (12.058, 60.243), (12.075, 60.243), (12.075, 60.252), (12.058, 60.252),
    ]),
    ("kulturminner", "failed", "Henting avbrutt 2026-08-10: tidsavbrudd for Flisa", [
        (11.980, 60.598), (12.040, 60.598), (12.040, 60.630), (11.980, 60.630),
    ]),
    ("plan", "failed", "Henting avbrutt 2026-09-30: planregisteret svarte ikke for Matrand", [
        (12.115, 60.025), (12.155, 60.025), (12.155, 60.045), (12.115, 60.045),
    ]),
    ("natur", "failed", "Henting avbrutt 2026-08-10: ugyldig svar for Brandval", [
        (12.015, 60.310), (12.050, 60.310), (12.050, 60.328), (12.015, 60.328),
    ]),
]
