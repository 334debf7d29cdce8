"""The kind of each layer of the data set, known without the libraries that make it."""

KINDS = {
    "plan": "polygon",
    "dyrka_mark": "polygon",
    "dyrkbar_jord": "polygon",
    "myr": "polygon",
    "flom": "polygon",
    "kvikkleire": "polygon",
    "natur": "polygon",
    "kulturminner": "polygon",
    "bolig": "polygon",
    "sentrum": "polygon",
    "veg": "line",
    "jernbane": "line",
    "godsterminal": "point",
    "stasjon": "point",
}
