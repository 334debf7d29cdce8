"""Land, hazards and coverage of the sample layers: what the rules find, and where nobody looked.

Patches are drawn in the frame of a site, because they are there to hit its parcels. The blobs
around them only make the map look like the Glomma valley, and are kept away from the sites.
"""

from __future__ import annotations

from sample.shapes import Line, line

#: layer → one patch a line: code, site, ~ when its outline is smooth, name in brackets, then the
#: ring in metres in the frame of the site. A line that ends in a comma goes on.
PATCHES: dict[str, str] = {
    # R09: just under and just over half a dekar, and well over.
    "dyrka_mark": """
        21 slomarka: 60 -400, 335 -400, 335 -276, 290 -273, 250 -276, 60 -300
        21 magnor-gaustad: 150 -420, 420 -420, 470 -60, 372 -60, 353 -105, 293 -235, 150 -270
        21 grinder ~: -40 90, 60 70, 230 95, 230 300, -40 300
        23 flisa-industriomrade: -340 -290, -210 -280, -228 -150, -340 -80
        22 brandval: 180 -260, 360 -260, 360 -40, 258 -120
        21 matrand: -260 -200, -60 -200, -99 -66, -180 60
    """,
    # R10: under and over a tenth of the parcel.
    "dyrkbar_jord": """
        82 brandval ~: -300 -220, -20 -220, -60 -70, -200 -50, -300 -90
        82 hernesmoen ~: 60 60, 240 40, 380 120, 300 300, 80 300
        82 granerud-nord ~: -500 -330, -320 -330, -330 -190, -420 -170, -500 -200
        82 flisa-industriomrade ~: 60 60, 200 40, 300 110, 240 220, 60 230
        82 slomarka ~: 560 -320, 720 -300, 720 -120, 610 -140
        82 grinder ~: -60 -230, 60 -230, 80 -120, -40 -110
    """,
    # R11: about half a dekar, one or two, and a whole bog.
    "myr": """
        60 raustadmyra ~: -220 -180, -60 -220, 30 -160, 45 20, 20 50, -60 90, -200 60
        60 hernesmoen ~: -360 -150, -220 -190, -120 -110, -180 -40, -330 -60
        60 granerud-nord ~: 300 -215, 335 -222, 345 -180, 310 -170
        60 granerud ~: 180 -160, 205 -165, 215 -135, 185 -130
        60 magnor-gaustad ~: -260 190, -225 190, -220 225, -255 230
        60 slomarka ~: 60 225, 78 225, 80 247, 60 245
    """,
    # R12: the Glomma at Norsenga and Flisa; alert areas along brooks.
    "flom": """
        2100 norsenga ~ [Glomma ved Norsenga, 200-årsflom med klimapåslag]: -420 -420, 160 -420,
            150 -110, 20 -60, -60 40, -160 300, -420 340
        200 norsenga ~ [Glomma ved Norsenga, 200-årsflom]: -420 -420, 120 -420, 100 -150,
            -40 -110, -140 60, -260 300, -420 300
        aktsomhet grinder ~: -420 -320, 60 -320, 40 -120, -90 -40, -140 240, -420 300
        aktsomhet skarnes-sentrum-ost ~: -300 -220, -40 -220, -55 -90, -90 -20, -300 60
        aktsomhet brandval ~: -420 60, -200 90, -160 260, -420 280
        aktsomhet rasta ~: 120 -200, 300 -200, 300 0, 150 -40
        2100 flisa-sentrum ~ [Glomma ved Flisa, 200-årsflom med klimapåslag]: 40 -260, 300 -260,
            300 40, 110 0, 60 -60
    """,
    # R13: zones and alert areas; Granli has a report, the others have none.
    "kvikkleire": """
        aktsomhet granli ~: -420 20, -40 40, -60 300, -420 300
        aktsomhet brandval ~: -340 -240, 20 -240, 0 -60, -200 -30, -340 -80
        faresone hernesmoen ~ [Hernes]: 320 -240, 560 -200, 560 -60, 390 -60
        aktsomhet skarnes-sentrum-ost ~: 20 -220, 260 -220, 240 -20, 60 -40
        faresone rasta ~ [Rasta vest]: -320 60, -120 40, -60 220, -320 240
        aktsomhet kirkenaer-sentrum ~: 30 -200, 240 -200, 240 140, 60 60
    """,
    # R14: one of each value.
    "natur": """
        stor skotterud-nord ~ [Naturbeitemark]: 110 -60, 200 -80, 260 20, 150 60
        middels raustadmyra ~ [Gammel granskog]: 60 90, 240 60, 320 300, 40 310
        noe hernesmoen ~ [Sandfuruskog]: -460 60, -300 40, -260 220, -440 260
        svaert_stor grinder ~ [Slåttemark]: 60 120, 240 100, 240 300, 60 280
        noe granli ~ [Gammel furuskog]: 200 80, 330 40, 400 160, 240 230
        verneomrade raustadmyra ~ [Raustadmyra naturreservat (eksempel)]: 330 -300, 640 -260,
            660 160, 360 120
    """,
    # R15: with safety zones. Two are not automatically protected (VED, UAV) and must not count.
    "kulturminner": """
        AUT kirkenaer ~ [Gravhaug]: 262 -150, 274 -156, 285 -148, 284 -136, 272 -130, 262 -138
        AUT brandval ~ [Kullgrop]: 150 62, 160 58, 168 66, 164 77, 153 76
        AUT hernesmoen ~ [Kullmile]: -240 270, -222 262, -208 276, -218 294, -236 290
        AUT roverud ~ [Fangstgrop]: 150 30, 162 26, 170 36, 162 48, 150 44
        VED slomarka [Nyere bygning, vedtaksfredet]: -520 110, -490 110, -490 140, -520 140
        UAV magnor-gaustad [Uavklart kulturminne]: -40 -190, -10 -190, -10 -160, -40 -160
    """,
    # R16: near, and very near.
    "bolig": """
        1110 granli ~ [Granli]: 250 260, 420 240, 460 420, 260 430
        1110 brandval ~ [Brandval]: -420 60, -290 40, -280 220, -420 240
        1110 granerud ~ [Granerud boligfelt]: 420 -200, 600 -220, 620 40, 440 60
        1110 kjellmyra ~ [Kjellmyra]: -480 -160, -300 -180, -290 60, -470 80
        1110 flisa-industriomrade ~ [Flisa nord]: -120 -520, 160 -520, 200 -330, -80 -320
        1110 skotterud-nord ~ [Skotterud nord]: -460 -200, -380 -220, -370 120, -460 160
        1110 hernesmoen ~ [Hernes]: -760 -240, -590 -260, -560 20, -740 60
        1110 norsenga ~ [Langeland]: 330 -260, 560 -300, 580 160, 360 200
    """,
    # R06 and R07: the centres, and built-up zones that reach into C sites.
    "sentrum": """
        1130 kirkenaer-sentrum ~ [Kirkenær]: 10 -420, 420 -440, 520 60, 330 380, -20 300
        1130 flisa-sentrum ~ [Flisa]: -990 -200, -610 -260, -320 -160, -280 60, -420 330, -850 300
        1130 skarnes-sentrum-ost ~ [Skarnes]: -800 420, -700 120, -420 80, -170 190, -180 620,
            -560 820
        1130 kongsvinger-stasjon ~ [Kongsvinger]: -1300 500, -700 330, 300 280, 1300 420,
            1500 1100, 500 1500, -700 1300
        tettstedssone norsenga ~ [Kongsvinger øst]: -900 -700, -260 -560, 20 -260, 10 -130,
            -300 -40, -900 60
        tettstedssone granerud ~ [Sand]: -760 -420, -400 -330, -322 -165, -380 -30, -700 -60
        tettstedssone flisa-industriomrade ~ [Flisa nord]: 40 -420, 200 -430, 210 -148, 80 -140
    """,
}

#: layer → blobs of background: code, lon, lat, half width and half height in metres, turn
BACKGROUND: dict[str, str] = {
    "dyrka_mark": """
        21 11.605 60.214 900 320 25; 21 11.64 60.224 700 300 30; 21 11.7 60.239 800 260 -25;
        21 11.735 60.251 700 260 -10; 21 11.795 60.222 800 300 -20; 21 11.905 60.213 700 280 10;
        21 11.94 60.196 700 300 -5; 21 12.015 60.262 500 900 0; 21 12.05 60.268 300 600 5;
        21 12.025 60.345 500 600 30; 21 12 60.352 500 700 0; 21 12.035 60.396 300 900 5;
        21 12 60.41 400 1000 0; 21 12.04 60.466 500 500 20; 21 12.09 60.478 500 900 -5;
        21 12.03 60.51 700 1000 0; 21 12.03 60.537 800 700 10; 21 12 60.56 900 800 -10;
        21 12.035 60.575 700 700 0; 21 11.96 60.589 900 500 10; 22 11.985 60.628 500 400 0;
        21 11.555 60.398 400 300 15; 21 11.62 60.437 600 250 5; 22 11.505 60.435 300 600 0;
        21 12.11 60.034 400 800 -5; 21 12.128 59.997 300 700 0; 23 12.175 59.969 500 250 -30;
        22 11.985 59.926 400 500 10; 21 11.66 60.283 300 800 -10; 21 11.775 60.29 400 500 -30
    """,
    "dyrkbar_jord": """
        82 11.69 60.285 700 500 10; 82 11.82 60.255 900 400 -15; 82 12.08 60.235 400 700 0;
        82 12.095 60.41 500 900 10; 82 12.1 60.52 500 800 0; 82 11.95 60.64 900 500 30;
        82 12.09 60.64 700 500 15; 82 11.59 60.45 700 400 0; 82 12.15 60.015 500 800 0;
        82 12.07 60 400 600 10
    """,
    "myr": """
        60 11.87 60.32 1200 900 0; 60 11.93 60.092 900 1200 10; 60 11.64 60.185 600 400 0;
        60 11.85 60.152 600 500 0; 60 12.15 60.395 500 800 5; 60 12.18 60.392 400 400 0;
        60 12.145 60.36 600 700 0; 60 12.27 60.346 500 300 0; 60 12.015 60.505 500 500 0;
        60 11.99 60.498 400 600 0; 60 12.06 60.63 400 700 -15; 60 12.08 60.686 400 600 0;
        60 12.13 60.752 700 600 0; 60 12.18 60.758 800 500 -40; 60 12.25 60.765 600 1500 0;
        60 12.29 60.785 800 1500 0; 60 12.235 60.57 300 900 -10; 60 11.72 60.445 700 700 0;
        60 11.435 60.44 500 450 0; 60 11.825 60.44 600 800 0; 60 11.97 60.025 600 1800 15;
        60 12.053 59.985 400 800 0; 60 12.245 59.95 500 1300 10; 60 11.89 60.065 600 800 0
    """,
    "flom": """
        2100 12.028 60.256 350 900 0; 2100 12.02 60.345 500 700 20; 2100 12.025 60.47 700 400 0;
        2100 12.03 60.53 600 1200 0; 2100 12.005 60.585 500 900 0; 2100 11.615 60.206 700 250 25;
        200 11.9 60.203 800 300 10; aktsomhet 11.8 60.23 900 300 -20;
        aktsomhet 11.655 60.232 300 900 0; aktsomhet 12.112 60.06 250 900 0;
        aktsomhet 12.112 59.995 200 700 0; aktsomhet 11.515 60.403 400 500 0
    """,
    "kvikkleire": """
        faresone 11.72 60.258 350 250 0; faresone 12.045 60.285 250 400 0;
        aktsomhet 11.62 60.222 900 400 25; aktsomhet 11.93 60.2 900 400 0;
        aktsomhet 12.02 60.275 600 900 0; aktsomhet 12.01 60.44 400 900 0
    """,
    "natur": """
        verneomrade 11.88 60.325 900 700 0; verneomrade 12.15 60.385 500 700 0;
        verneomrade 12.27 60.775 1500 1800 0; svaert_stor 12.25 59.948 400 900 10;
        stor 11.7 60.292 300 250 0; stor 12 60.3 200 500 0; middels 12.03 60.552 350 350 0;
        middels 11.61 60.36 400 300 0; noe 12.06 60.025 500 300 0; noe 11.93 60.67 600 400 0
    """,
    "kulturminner": """
        AUT 11.69 60.268 25 20 0; AUT 11.72 60.262 15 15 0; AUT 12.005 60.335 20 18 0;
        AUT 12.042 60.5 30 22 0; AUT 11.985 60.557 22 22 0; AUT 12.02 60.549 16 14 0;
        AUT 12.12 60.02 15 15 0; AUT 11.56 60.395 18 15 0
    """,
    "bolig": """
        1110 11.662 60.262 450 350 0; 1110 11.675 60.266 500 300 0; 1110 11.54 60.386 450 350 20;
        1110 11.985 60.206 700 350 -30; 1110 12.01 60.207 400 500 0;
        1110 11.98 60.182 500 250 -15; 1110 12.006 60.176 350 300 0;
        1110 12.136 59.984 500 250 -20; 1110 12.2 59.949 450 300 -30; 1110 12.12 60.041 250 300 0;
        1110 12.068 60.4505 300 150 0; 1110 12.03 60.604 350 200 0; 1110 12.002 60.61 350 180 0;
        1110 12.034 60.643 250 300 0; 1110 12.048 60.253 200 250 0; 1110 12.044 60.343 200 200 0;
        1110 11.85 60.221 350 180 -20; 1110 11.655 60.203 350 200 0
    """,
    "plan": """
        1110 11.67 60.264 900 600 0; 1110 11.542 60.387 700 500 20;
        1130 11.996 60.198 700 350 -20; 1110 12.135 59.985 700 400 -20;
        1200 12.075 60.141 400 300 0; 1110 12.015 60.612 700 300 0; 5100 12 60.33 900 1200 0;
        5100 12.02 60.53 1500 1800 0
    """,
}

#: The whole region and its surroundings; everything is mapped unless drawn otherwise below.
WORLD: Line = line("10.6 59.7, 12.95 59.7, 12.95 61.05, 10.6 61.05")

#: (layer, status, note, ring): "gap" is left out of the mapped area, "failed" could not be fetched.
COVERAGE: list[tuple[str, str, str, Line]] = [
    (
        "kvikkleire",
        "gap",
        "Eidskog sør",
        line("""
            11.8 59.8, 12.4 59.8, 12.4 59.995, 12.2 60.008, 12.04 59.998, 11.8 59.99
        """),
    ),
    (
        "kvikkleire",
        "gap",
        "Åsnes",
        line("11.6 60.56, 12.7 60.56, 12.7 60.95, 11.6 60.95"),
    ),
    (
        "flom",
        "gap",
        "Nord-Odal nord",
        line("11.3 60.43, 11.9 60.43, 11.9 60.62, 11.3 60.62"),
    ),
    (
        "flom",
        "gap",
        "Åsnes øst",
        line("12.03 60.64, 12.7 60.64, 12.7 60.92, 12.03 60.92"),
    ),
    (
        "dyrkbar_jord",
        "gap",
        "Åsnes øst",
        line("12.03 60.64, 12.7 60.64, 12.7 60.92, 12.03 60.92"),
    ),
    # The edge runs through the parcels at Matrand: mapped in part is not mapped.
    (
        "dyrkbar_jord",
        "gap",
        "Eidskog nord",
        line("12.1335 60.01, 12.3 60.01, 12.3 60.1, 12.1335 60.1"),
    ),
    (
        "natur",
        "gap",
        "Grue øst",
        line("12.075 60.4, 12.7 60.4, 12.7 60.54, 12.075 60.54"),
    ),
    (
        "kulturminner",
        "gap",
        "Kjellmyra",
        line("12.03 60.64, 12.09 60.64, 12.09 60.67, 12.03 60.67"),
    ),
    (
        "bolig",
        "gap",
        "Grinder",
        line("12.03 60.378, 12.08 60.378, 12.08 60.394, 12.03 60.394"),
    ),
    (
        "myr",
        "gap",
        "Roverud",
        line("12.058 60.243, 12.075 60.243, 12.075 60.252, 12.058 60.252"),
    ),
    (
        "kulturminner",
        "failed",
        "Henting avbrutt 2026-08-10: tidsavbrudd for Flisa",
        line("11.98 60.598, 12.04 60.598, 12.04 60.63, 11.98 60.63"),
    ),
    (
        "plan",
        "failed",
        "Henting avbrutt 2026-09-30: planregisteret svarte ikke for Matrand",
        line("12.115 60.025, 12.155 60.025, 12.155 60.045, 12.115 60.045"),
    ),
    (
        "natur",
        "failed",
        "Henting avbrutt 2026-08-10: ugyldig svar for Brandval",
        line("12.015 60.31, 12.05 60.31, 12.05 60.328, 12.015 60.328"),
    ),
]
