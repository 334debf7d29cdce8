"""Match: eight questions, and everything that is published held against them."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request

from areal.queries import Connection, codes, kommuner
from areal.queries import rules as rule_queries
from areal.queries.match import Answer, list_targets, match
from areal.queries.revision import Revision
from webmap import counting
from webmap.language import Language
from webmap.matching import note_need, scale_of
from webmap.pages import links
from webmap.pages.frame import answer, render, settings
from webmap.pages.match_asked import Choices, Read, read_asked, short_pairs
from webmap.pages.match_form import match_form
from webmap.pages.match_sentences import summary
from webmap.pages.match_view import answered
from webmap.pages.match_words import Words
from webmap.pages.words import Labels

STYLES = ("css/list.css", "css/match.css")
_SEE_OTHER = 303


def match_page(lang: Language) -> Response:
    """Return the match in a language; a need nothing fulfils is logged once it is answered."""
    short = short_pairs()
    if short != list(request.args.items(multi=True)):
        return _to(short, lang)
    said: list[tuple[Read, Answer]] = []
    response = answer(
        lambda connection, revision: _build(connection, revision, lang, said),
        str(settings().match_gap_m),
        str(settings().match_jobs_a),
        str(settings().match_jobs_c),
    )
    # Empty when the visitor has the page already: then nothing was looked for.
    for read, found in said:
        if not read.faults:
            note_need(read.asked, found, settings())
    return response


def _to(pairs: list[tuple[str, str]], lang: Language) -> Response:
    """Send the visitor to the short address of the same question."""
    response: Response = redirect(  # type: ignore[assignment] # werkzeug's is Flask's here
        links.with_query(links.page("match", lang), pairs), _SEE_OTHER, Response
    )
    response.cache_control.no_store = True
    return response


def _build(
    connection: Connection, revision: Revision, lang: Language, said: list[tuple[Read, Answer]]
) -> str:
    short = short_pairs()
    lists = codes.labels(connection, lang)
    labels = Labels(lists)
    choices = Choices(
        uses=lists.get("activity", {}),
        kommuner={item.kommunenummer: item.name for item in kommuner.summary(connection)},
        steps=lists.get("modenhet", {}),
        targets=list_targets(connection),
    )
    read = read_asked(choices)
    words = Words(labels, choices.targets, lang)
    found = None
    if not read.asked.is_empty:
        result = match(connection, read.asked, scale_of(settings()))
        said.append((read, result))
        counting.matched(result)
        rules = rule_queries.list_rules(connection, "parcel")
        found = answered(result, read.asked, rules, words)
    return render(
        "match.html",
        "match",
        lang,
        connection,
        revision,
        form=match_form(read, choices, revision.as_of, lang),
        action=links.page("match", lang),
        contact_url=links.with_query(links.page("contact", lang), short),
        faults=read.faults,
        asked=summary(read.asked, words, choices.kommuner),
        answer=found,
        styles=STYLES,
    )


def register(blueprint: Blueprint) -> None:
    """Add the match in both languages."""
    blueprint.add_url_rule("/finn", "match_nb", lambda: match_page("nb"))
    blueprint.add_url_rule("/en/find", "match_en", lambda: match_page("en"))
