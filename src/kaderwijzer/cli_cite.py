"""The commands `cite` and `citations`: look-up of sources, both ways; no index or model needed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kaderwijzer.errors import QuestionError

_OPENED = ("kamerstuk", "handelingen", "aanhangsel", "report", "statute", "staatsblad")
_EXPORTS = ("csv", "bibtex", "csl-json")


def add_cite(commands: Any) -> None:
    """Register both commands."""
    parser = _command(
        commands,
        "cite",
        "look up where a source is relied on, or what a footnote or section relies on",
        'kaderwijzer cite "25 877, nr. 8, p. 102"\n  kaderwijzer cite "art. 59 lid 5"\n'
        '  kaderwijzer cite "voetnoot 37" --json',
    )
    parser.add_argument("query", nargs="?", metavar="QUERY")
    parser.add_argument("--lang", choices=("nl", "en"), default="nl", help="language of remarks")
    parser.add_argument("--json", action="store_true", help="print the look-up as JSON")
    parser.add_argument("--batch", type=Path, metavar="IN.jsonl", help="look up a file of queries")
    parser.add_argument("--out", type=Path, metavar="OUT.jsonl", help="where --batch writes")
    parser.set_defaults(run=lambda options: _cite(parser, options))
    parser = _command(
        commands,
        "citations",
        "list every citation of the corpus, parsed",
        "kaderwijzer citations --json",
    )
    parser.add_argument("--json", action="store_true", help="print the citations as JSON")
    parser.add_argument("--export", choices=_EXPORTS, help="print in this format instead")
    parser.set_defaults(run=_citations)


def _command(commands: Any, name: str, about: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=about,
        description=about,
        epilog=f"examples:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpus", metavar="DIR", help="folder with manifest.yaml")
    return parser


def _cite(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    if (options.query is None) == (options.batch is None):
        parser.error("give either a QUERY or --batch IN.jsonl --out OUT.jsonl")
    if options.batch and not options.out:
        parser.error("--batch needs --out OUT.jsonl")
    from kaderwijzer.cite.lookup import look_up, to_json
    from kaderwijzer.model import Language
    from kaderwijzer.pipeline import read_catalogue

    catalogue, language = read_catalogue(options.corpus), Language(options.lang)
    if options.batch:
        from kaderwijzer.batch import run_batch

        def answer(line: dict[str, Any], id: str) -> dict[str, Any]:
            if not isinstance(line.get("query"), str):
                raise QuestionError("'query' is missing or no text")
            return to_json(look_up(line["query"], catalogue), id, language)

        return run_batch(answer, options.batch, options.out)
    found = to_json(look_up(options.query, catalogue), "1", language)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        from kaderwijzer.terminal import show

        show(lookup_lines(found, language.value))
    return 0


_WORDS = {
    "nl": {
        "page": "p.",
        "footnote": "voetnoot",
        "supports": "draagt",
        "near": "Wel aangehaald:",
        "held": "in het corpus",
        "open": "lezen",
        "not_held": "niet in het corpus",
        "address": "adres (niet nagegaan)",
        "known": "kenmerk staat op de officiële lijst",
        "follows_scheme": "kenmerk volgt het schema; niet nagegaan of het bestaat",
        "ambiguous": "niet zeker welk stuk is bedoeld",
    },
    "en": {
        "page": "p.",
        "footnote": "footnote",
        "supports": "supports",
        "near": "Cited, and near:",
        "held": "in the corpus",
        "open": "read it",
        "not_held": "not in the corpus",
        "address": "address (not checked)",
        "known": "identifier is on the official list",
        "follows_scheme": "identifier follows the scheme; whether it exists was not checked",
        "ambiguous": "not certain which paper is meant",
    },
}


def lookup_lines(found: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Yield a look-up as lines with their style, for the terminal."""
    words = _WORDS[language]
    if found["status"] != "found":
        yield "conclusion", found["explanation"]
    for match in found["matches"]:
        held = words["held" if match["held"] else "not_held"]
        yield "conclusion", f"{match['label']}  [{match['id']}; {held}]"
        for note in match["notes"]:
            yield "note", f"   {note}"
        if match["kind"] in _OPENED:
            yield "note", f"   {words[match['existence']]}"
        if match["url"]:
            yield "note", f"   {words['address']}: {match['url']}"
        if match["held"] and match["kind"] in _OPENED:
            yield "note", f"   {words['open']}: {_opening(match)}"
        for at in match["occurrences"]:
            yield from _occurrence_lines(at, words)
        yield "space", ""
    if found["suggestions"]:
        yield "note", words["near"]
        for suggestion in found["suggestions"]:
            yield "quote", f"   {suggestion['label']}  [{suggestion['id']}]"


def _opening(match: dict[str, Any]) -> str:
    """Return the command that opens a held source where it is first relied on."""
    notes = [at["footnote"] for at in match["occurrences"] if at["footnote"]]
    place = f" --for {notes[0]}" if notes and match["kind"] != "statute" else ""
    return f"kaderwijzer sources open {match['id']}{place}"


def _occurrence_lines(at: dict[str, Any], words: dict[str, str]) -> Iterator[tuple[str, str]]:
    place = f"{at['section']}, {words['page']} {at['page']}"
    if at["footnote"]:
        place += f", {words['footnote']} {at['footnote']}"
    if at["pinpoint"]:
        place += f" ({at['pinpoint']})"
    yield "place", f"   {place}"
    for note in at["notes"]:
        yield "note", f"     {note}"
    if at["proposition"]:
        yield "quote", f"     {words['supports']}: {at['proposition']}"


def _citations(options: argparse.Namespace) -> int:
    from kaderwijzer.cite import export
    from kaderwijzer.cite.show import citations_json
    from kaderwijzer.pipeline import read_catalogue

    catalogue = read_catalogue(options.corpus)
    if options.export == "bibtex":
        print(export.to_bibtex(catalogue), end="")
    elif options.export == "csl-json":
        print(export.to_csl_json(catalogue))
    elif options.export == "csv":
        print(export.to_csv(catalogue.citations, held=catalogue.held), end="")
    elif options.json:
        found = citations_json(catalogue.citations, held=catalogue.held)
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for citation in catalogue.citations:
            place = f"fn {citation.footnote}" if citation.footnote else f"p. {citation.page}"
            print(f"{place}\t{citation.id}\t{citation.label}\t{citation.verbatim}")
    return 0
