"""The rules of the house that a machine can hold: who imports whom, and what importing does."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "kaderwijzer"
FILES = sorted(PACKAGE.rglob("*.py"))
STAGES = ("read", "cite", "search", "decide", "answer")
# The one file that may import an engine; an engine that no file imports is a fault as well.
ENGINES = {
    "faiss": "search/dense.py",
    "sentence_transformers": "search/embed.py",
    "onnxruntime": "search/encode.py",
    "bm25s": "search/lexical.py",
    "Stemmer": "search/lexical.py",
    "pypdf": "read/pdf.py",
    "mcp": "mcp_server.py",
    "docx": "answer/dossier_docx.py",
}
HEAVY = ("numpy", "torch", "yaml", "faiss", "onnxruntime", "sentence_transformers", "bm25s", "rich")


def imported(path: Path) -> Iterator[str]:
    """Yield the full name of every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_the_nouns_the_errors_and_itself(stage: str) -> None:
    allowed = re.compile(rf"kaderwijzer\.(model|errors|{stage})(\.|$)")
    wrong = [
        f"{name(path)} imports {module}"
        for path in FILES
        if name(path).startswith(f"{stage}/")
        for module in imported(path)
        if module.startswith("kaderwijzer.") and not allowed.match(module)
    ]
    assert wrong == []


@pytest.mark.parametrize("shared", ["model.py", "errors.py"])
def test_the_nouns_and_the_errors_import_nothing_of_ours(shared: str) -> None:
    assert [m for m in imported(PACKAGE / shared) if m.startswith("kaderwijzer")] == []


@pytest.mark.parametrize(("engine", "home"), ENGINES.items())
def test_one_file_touches_one_engine(engine: str, home: str) -> None:
    users = [name(p) for p in FILES if any(m.split(".")[0] == engine for m in imported(p))]
    assert users == [home]


def test_streamlit_is_known_only_to_the_app() -> None:
    users = [name(p) for p in FILES if any(m.split(".")[0] == "streamlit" for m in imported(p))]
    assert users == []


def test_nothing_is_pickled_or_unpickled() -> None:
    banned = re.compile(r"\b(pickle|cPickle|joblib|dill|shelve|marshal)\b(?!\s*=\s*False)")
    wrong = [f"{name(p)}: {m}" for p in FILES for m in imported(p) if banned.search(m)]
    wrong += [name(p) for p in FILES if "allow_pickle=True" in p.read_text(encoding="utf-8")]
    assert wrong == []


def _constant(node: ast.stmt) -> bool:
    """Tell whether a statement at the top of a file reads no file: it calls no opener."""
    opening = {"open", "read_text", "read_bytes", "load", "loads", "safe_load", "files"}
    calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    names = {f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "") for f in calls}
    return not names & opening


def test_no_file_is_read_at_import() -> None:
    definitions = (ast.FunctionDef, ast.ClassDef, ast.If)  # `if __name__ == "__main__"` runs never
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in FILES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if not isinstance(node, definitions) and not _constant(node)
    ]
    assert wrong == []


# --- what a process has loaded after it did something ------------------------------------------


def loaded_after(statements: str, *, env: dict[str, str] | None = None) -> set[str]:
    """Run statements in a new process and return which modules it has loaded at its end."""
    report = "import json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"{statements}\n{report}"],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), **(env or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


_HELP = """
import kaderwijzer.cli
try:
    kaderwijzer.cli.main({arguments})
except SystemExit as stop:
    assert stop.code == 0
"""


@pytest.mark.parametrize(
    "statements",
    [
        "import kaderwijzer",
        "import kaderwijzer.model, kaderwijzer.errors",
        "import kaderwijzer.cli",
        _HELP.format(arguments=["--help"]),
        _HELP.format(arguments=["--version"]),
        *(
            _HELP.format(arguments=[c, "--help"])
            for c in ("build", "ask", "cite", "sources", "check", "app", "mcp")
        ),
    ],
)
def test_importing_and_helping_load_nothing_heavy(statements: str) -> None:
    assert loaded_after(statements).isdisjoint(HEAVY)


def test_the_check_of_loaded_modules_would_notice() -> None:
    assert "yaml" in loaded_after("import yaml")
