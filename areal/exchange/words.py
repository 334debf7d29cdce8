"""Words of the exports that no code list has: reasons, what verdicts mean, headings of sheets."""

from __future__ import annotations

from areal.queries.texts import Text

#: Why a rule has no answer.
REASONS = {
    "no_coverage": Text("Kartlaget dekker ikke tomta.", "The map layer does not cover the plot."),
    "partly_covered": Text(
        "Kartlaget dekker bare en del av tomta eller nærområdet.",
        "The map layer covers only part of the plot or its surroundings.",
    ),
    "layer_not_loaded": Text("Kartlaget er ikke lastet inn.", "The map layer is not loaded."),
    "layer_failed": Text(
        "Kartlaget kunne ikke hentes for dette området.",
        "The map layer could not be fetched for this area.",
    ),
    "timeout": Text(
        "Kontrollen tok for lang tid og ble avbrutt.", "The check took too long and was stopped."
    ),
    "rule_failed": Text(
        "Kontrollen feilet og må kjøres på nytt.", "The check failed and must be run again."
    ),
    "changed_since_run": Text(
        "Tomta er endret etter siste kontroll og må kontrolleres på nytt.",
        "The plot has changed since the last check and must be checked again.",
    ),
    "date_in_future": Text("Datoen ligger fram i tid.", "The date lies in the future."),
    "feature_class_unknown": Text(
        "Kartlaget sier ikke hva slags objekt dette er.",
        "The map layer does not say what kind of feature this is.",
    ),
    "relevance_unknown": Text(
        "Det er ikke kjent om regelen gjelder tomta.",
        "It is not known whether the rule concerns the plot.",
    ),
}

#: What each verdict means, told to somebody who sees the table without the pages.
VERDICTS = {
    "met": Text("Målt, og i tråd med regelen.", "Measured, and in line with the rule."),
    "consider": Text(
        "Målt, og ligger slik at den som avgjør bør vurdere det.",
        "Measured, and for whoever decides to weigh.",
    ),
    "deviates": Text("Målt, og avviker fra regelen.", "Measured, and departs from the rule."),
    "not_mapped": Text(
        "Ikke målt: kartet dekker ikke stedet. Det betyr ikke at det som søkes, ikke finnes der.",
        "Not measured: the map does not cover the place. Nothing follows about what is there.",
    ),
    "missing": Text(
        "Ikke målt: en opplysning mangler.", "Not measured: a fact has not been recorded."
    ),
    "not_relevant": Text("Regelen gjelder ikke.", "The rule is not concerned."),
    "error": Text("Ikke målt: kontrollen feilet.", "Not measured: the check failed."),
}

YES = Text("ja", "yes")
NO = Text("nei", "no")

FINDINGS = Text("Funn", "Findings")
ABOUT = Text("Om", "About")
COLUMNS = Text("Kolonner", "Columns")
CODES = Text("Koder", "Codes")
LAYERS = Text("Kartlag", "Layers")

TITLE = Text("Funn fra kontroll mot arealstrategien", "Findings of the check against the strategy")
GUIDANCE = Text(
    "Strategien er en retningslinje, ikke lov. «I tråd med» og «avvik fra» sier ikke om noe er "
    "lovlig.",
    "The strategy is guidance, not law. “In line with” and “deviates from” say nothing about "
    "whether something is lawful.",
)
REAL = Text("Nei", "No")
NOTHING = Text("Alle funn", "All findings")

#: The lines of the sheet that tells where the table comes from.
HEAD = {
    "notice": Text("Eksempeldata", "Sample data"),
    "guidance": Text("Retningslinje", "Guidance"),
    "strategy": Text("Strategi", "Strategy"),
    "strategy_id": Text("Strategiens id", "Strategy id"),
    "status": Text("Status", "Status"),
    "sha256": Text("sha256 av strategien", "sha256 of the strategy"),
    "run": Text("Kontroll nr.", "Check no."),
    "as_of": Text("Kontrollert per", "Checked as of"),
    "finished": Text("Kontrollen ferdig", "Check finished"),
    "published": Text("Publisert", "Published"),
    "engine": Text("Motorversjon", "Engine version"),
    "filter": Text("Utvalg", "Selection"),
    "rows": Text("Antall funn", "Number of findings"),
    "licence": Text("Lisens for kartdataene", "Licences of the map data"),
}

#: Heads of the sheets about columns, codes and layers.
KEY = Text("Kolonne", "Column")
HEADING = Text("Overskrift", "Heading")
MEANING = Text("Betydning", "Meaning")
CODE = Text("Kode", "Code")
LAYER = Text("Kartlag", "Layer")
SOURCE = Text("Kilde", "Source")
DATE = Text("Dato", "Date")
LICENCE = Text("Lisens", "Licence")
ATTRIBUTION = Text("Kreditering", "Attribution")
