"""The command `kaderwijzer sources`: what is cited, what is held, how to get the rest and open it."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kaderwijzer.fetch import Fetcher
    from kaderwijzer.fetch_sources import Outcome
    from kaderwijzer.holding import Held

_EXAMPLES = """\
examples:
  kaderwijzer sources list
  kaderwijzer sources add wiv2002.md --id BWBR0013409 --date 2014-09-24
  kaderwijzer sources fetch kst-25877-3 kst-25877-8
  kaderwijzer sources fetch --all
  kaderwijzer sources open kst-25877-8 --for 1
"""
_NEXT = "The next 'kaderwijzer ask' or 'kaderwijzer build' makes it searchable."


def add_sources(commands: Any) -> None:
    """Register `sources list|add|fetch|open`."""
    parser = _parser(commands, "sources", "what is cited, what is held, how to get it", _EXAMPLES)
    parser.set_defaults(run=lambda options: _no_command(parser))
    below = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_list(below)
    _add_add(below)
    _add_fetch(below)
    _add_open(below)


def _parser(commands: Any, name: str, about: str, epilog: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=about,
        description=about,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser


def _command(commands: Any, name: str, about: str, example: str) -> argparse.ArgumentParser:
    parser = _parser(commands, name, about, f"example:\n  {example}")
    parser.add_argument("--corpus", metavar="DIR", help="folder with manifest.yaml")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    return parser


def _no_command(parser: argparse.ArgumentParser) -> int:
    parser.print_help(sys.stderr)
    return 2


def _today() -> str:
    return datetime.date.today().isoformat()


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


# --- list ----------------------------------------------------------------------------------------


def _add_list(commands: Any) -> None:
    parser = _command(
        commands, "list", "every cited source, held or not", "kaderwijzer sources list"
    )
    parser.set_defaults(run=_list)


def _list(options: argparse.Namespace) -> int:
    from kaderwijzer.home import corpus_folder
    from kaderwijzer.sources import list_sources, to_json, to_lines
    from kaderwijzer.terminal import show

    found = list_sources(corpus_folder(options.corpus))
    if options.json:
        _print_json(to_json(found))
    else:
        show(to_lines(found))
    return 0


# --- add -----------------------------------------------------------------------------------------


def _add_add(commands: Any) -> None:
    parser = _command(
        commands,
        "add",
        "hold a file of a cited source",
        "kaderwijzer sources add kst-25877-3.pdf --id kst-25877-3 --date 1998-02-11",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="XML, PDF, HTML, Markdown or text")
    parser.add_argument("--id", required=True, help="identifier, as in 'sources list'")
    parser.add_argument("--title", help="title, where the file does not say it")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="of a law: in force from")
    parser.add_argument("--lang", choices=("nl", "en"), default="nl", help="language of the text")
    parser.add_argument("--first-page", type=int, default=1, metavar="N", help="of a PDF")
    parser.add_argument("--replace", action="store_true", help="in place of what is held")
    parser.set_defaults(run=_add)


def _add(options: argparse.Namespace) -> int:
    from kaderwijzer.holding import Told, add_file
    from kaderwijzer.home import corpus_folder

    told = Told(options.title, options.date, options.lang, options.first_page)
    folder = corpus_folder(options.corpus)
    held = add_file(folder, options.file, options.id, told, today=_today(), replace=options.replace)
    if options.json:
        _print_json({"schema": "kaderwijzer/1", **_held_to_json(held)})
    _say(f"{_held_line(held)} {_NEXT}")
    return 0


def _held_line(held: Held) -> str:
    document = held.document
    notes = sum(1 for p in document.paragraphs if p.kind.value == "footnote")
    return (
        f"{held.source_id} is held as {held.file}: {len(document.sections)} sections, "
        f"{len(document.paragraphs) - notes} paragraphs, {notes} footnotes."
    )


def _held_to_json(held: Held) -> dict[str, Any]:
    entry = held.document.source.entry
    return {
        "id": held.source_id,
        "document": entry.id,
        "file": held.file,
        "title": entry.title,
        "date": entry.date,
        "sha256": entry.sha256,
        "paragraphs": len(held.document.paragraphs),
    }


def _say(message: str) -> None:
    print(message, file=sys.stderr)


# --- open ----------------------------------------------------------------------------------------


def _add_open(commands: Any) -> None:
    parser = _command(
        commands,
        "open",
        "read a cited page, member or chapter in a source that is held",
        "kaderwijzer sources open kst-25877-8 --page 102\n"
        "  kaderwijzer sources open kst-25877-8 --for 1\n"
        '  kaderwijzer sources open "art. 59 lid 5"',
    )
    parser.add_argument("id", metavar="ID", help="identifier, as in 'sources list', or an article")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--page", type=int, metavar="N", help="this page (a PDF has pages)")
    place.add_argument(
        "--for", type=int, dest="footnote", metavar="FOOTNOTE", help="what this footnote relies on"
    )
    parser.set_defaults(run=_open)


def _open(options: argparse.Namespace) -> int:
    from kaderwijzer.home import corpus_folder
    from kaderwijzer.show_source import show_source, to_json, to_lines
    from kaderwijzer.terminal import show

    folder = corpus_folder(options.corpus)
    shown = show_source(folder, options.id, page=options.page, footnote=options.footnote)
    if options.json:
        _print_json(to_json(shown))
    else:
        show(to_lines(shown))
    return 0


# --- fetch ---------------------------------------------------------------------------------------


def _add_fetch(commands: Any) -> None:
    parser = _command(
        commands,
        "fetch",
        "fetch cited sources from their official addresses",
        "kaderwijzer sources fetch kst-25877-3",
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help="identifiers, as in 'sources list'")
    parser.add_argument("--all", action="store_true", help="everything cited that is not held")
    parser.add_argument(
        "--format", choices=("xml", "pdf", "html"), help="only this (PDF has pages)"
    )
    parser.set_defaults(run=lambda options: run_fetch(parser, options))


def run_fetch(
    parser: argparse.ArgumentParser, options: argparse.Namespace, fetcher: Fetcher | None = None
) -> int:
    """Fetch what was asked for; 1 where something that has an address could not be had."""
    from kaderwijzer.fetch import UNFINISHED, Fetcher
    from kaderwijzer.fetch_sources import fetch_all
    from kaderwijzer.home import corpus_folder
    from kaderwijzer.read.corpus import SOURCES
    from kaderwijzer.sources import list_sources

    if bool(options.ids) == options.all:
        parser.error("name the sources to fetch, or give --all")
    folder = corpus_folder(options.corpus)
    listed = list_sources(folder)
    ids = [s.id for s in listed if not s.held] if options.all else options.ids
    fetcher = fetcher or Fetcher()
    fetcher.unfinished = folder / SOURCES / UNFINISHED
    with _progress(len(ids)) as (step, fetcher.progress):
        outcomes = []
        found = fetch_all(
            folder, ids, fetcher, listed=listed, today=_today(), format=options.format
        )
        for outcome in found:
            outcomes.append(outcome)
            step(outcome)
    if options.json:
        _print_json({"schema": "kaderwijzer/1", "sources": [_outcome_to_json(o) for o in outcomes]})
    return _summary(outcomes, all=options.all)


def _summary(outcomes: Sequence[Outcome], *, all: bool) -> int:
    held = sum(1 for o in outcomes if o.held)
    before = sum(1 for o in outcomes if o.before)
    failed = [o for o in outcomes if o.why and (o.has_address or not all)]
    by_hand = len(outcomes) - held - before - len(failed)
    _say(
        f"{held} fetched, {before} held already, {len(failed)} failed, {by_hand} to be added by hand."
    )
    if held:
        _say(_NEXT)
    return 1 if failed else 0


def _outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    if outcome.held:
        return {**_held_to_json(outcome.held), "status": "fetched"}
    status = "held" if outcome.before else "failed" if outcome.has_address else "by_hand"
    return {"id": outcome.source_id, "status": status, "why": outcome.why}


@contextmanager
def _progress(
    count: int,
) -> Iterator[tuple[Callable[[Outcome], None], Callable[[int, int | None], None]]]:
    """Show how many sources are done and how much of the present one; lines are kept above it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("Fetching", total=count)

        def step(outcome: Outcome) -> None:
            console.print(_outcome_line(outcome), markup=False)
            bar.update(task, advance=1, description="Fetching")

        def downloaded(done: int, whole: int | None) -> None:
            of = f" of {whole // 1000}" if whole else ""
            bar.update(task, description=f"Fetching ({done // 1000}{of} kB)")

        yield step, downloaded


def _outcome_line(outcome: Outcome) -> str:
    if outcome.held:
        return _held_line(outcome.held)
    return f"{outcome.source_id}: held already." if outcome.before else f"{outcome.why}"
