"""The command `kaderwijzer`: exit codes, what goes to which output, and mending by itself."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import kaderwijzer
from kaderwijzer import pipeline
from kaderwijzer.cli import main

ESCAPE = "\x1b"
DIRECT = "Wanneer is sprake van een direct belang?"


@pytest.fixture(autouse=True)
def _chosen(corpus_folder: Path, project_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KADERWIJZER_CORPUS", str(corpus_folder))
    monkeypatch.setenv("KADERWIJZER_INDEX", str(project_index))


Run = tuple[int, str, str]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Run:
    """Run the command in this process; return its exit code and both outputs."""
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


# --- exit codes and outputs --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [
        (["--help"], 0, "examples:", ""),
        (["--version"], 0, kaderwijzer.__version__, ""),
        (["ask", "--help"], 0, "example:", ""),
        ([], 2, "", "usage:"),
        (["fly"], 2, "", "invalid choice"),
        (["ask"], 2, "", "give either a QUESTION or --batch"),
        (["ask", "a", "--batch", "b"], 2, "", "give either a QUESTION or --batch"),
        (["ask", "--batch", "b"], 2, "", "--batch needs --out"),
        (["ask", "a", "--lang", "fr"], 2, "", "invalid choice"),
        (["ask", "a", "--quotes", "many"], 2, "", "invalid int value"),
        (["ask", "a", "--quotes", "0"], 1, "", "Error: quotes is 0; use a number from 1 to 10"),
        (["ask", "a", "--quotes", "11"], 1, "", "Error: quotes is 11; use a number from 1 to 10"),
        (["ask", "a", "--facts", "b"], 1, "", "Error: 'b' is no fact; write it as name=value"),
        (["ask", "a", "--corpus", "/none"], 1, "", "--corpus DIR"),
        (["ask", "--batch", "/none", "--out", "o"], 1, "", "Error: /none: no such file"),
        (["build", "--corpus", "/none"], 1, "", "--corpus DIR"),
        (["check", "/none.json"], 1, "", "Error: /none.json: cannot be read"),
        (["build", "--if-needed"], 0, "", "The index is up to date."),
    ],
)  # fmt: skip
def test_exit_codes(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, out: str, err: str
) -> None:
    found = run(capsys, *arguments)
    assert found[0] == code, found
    assert out in found[1]
    assert err in found[2]
    assert (found[1] == "") is (out == "")
    assert "Traceback" not in found[2]


def test_json_alone_goes_to_standard_output(
    capsys: pytest.CaptureFixture[str], answer_schema: Any
) -> None:
    code, out, err = run(capsys, "ask", DIRECT, "--json", "--quotes", "2")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer_schema.iter_errors(answer)) == []
    assert answer["question"] == DIRECT
    assert answer["quotes"][0]["paragraph"] == "IV.5"
    assert 1 <= len(answer["quotes"]) <= 2


def test_a_refusal_is_an_answer_and_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ask", "How do I bake pancakes?", "--json")
    assert code == 0
    assert json.loads(out)["refusal"]["reason"] == "outside_corpus"


def test_the_terminal_answer_reads_as_the_json_one(capsys: pytest.CaptureFixture[str]) -> None:
    _, plain, _ = run(capsys, "ask", DIRECT)
    _, data, _ = run(capsys, "ask", DIRECT, "--json")
    answer = json.loads(data)
    flat = " ".join(plain.split())
    assert answer["conclusion"] in flat
    for quote in answer["quotes"]:
        assert quote["text"] in flat
    assert "(p. 14)" in flat
    assert "Recht onder de Wiv 2002, zoals beschreven op 10 juni 2015." in flat
    assert ESCAPE not in plain


def test_an_english_answer_brings_the_unofficial_translation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = run(capsys, "ask", "What is the third party rule?")
    assert "Unofficial translation:" in out
    assert "Not legal advice." in out


@pytest.mark.parametrize("odd", [{}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color"}])
def test_a_pipe_gets_no_escape_codes_and_any_character(
    environment: dict[str, str], odd: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kaderwijzer.cli", "ask", DIRECT, "--quotes", "1"],
        env={**environment, "PYTHONIOENCODING": "ascii", **odd},
        capture_output=True,
        check=True,
    )
    text = done.stdout.decode("utf-8")
    assert ESCAPE not in text
    assert "“" in text


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("1", False)])
def test_a_terminal_gets_colours_unless_it_asks_for_none(
    environment: dict[str, str], no_color: str | None, coloured: bool
) -> None:
    import os
    import pty

    ours, theirs = pty.openpty()
    env = {k: v for k, v in environment.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    env |= {"TERM": "xterm", "COLUMNS": "200"} | ({"NO_COLOR": no_color} if no_color else {})
    command = [sys.executable, "-m", "kaderwijzer.cli", "ask", DIRECT, "--quotes", "1"]
    with subprocess.Popen(command, env=env, stdout=theirs, stdin=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    assert process.returncode == 0
    colours = any(f"\x1b[{code}m".encode() in shown for code in ("36", "1;36", "31", "32"))
    assert colours is coloured
    assert b"hoofdstuk IV" in shown


def test_a_question_of_odd_bytes_is_answered_in_json(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kaderwijzer.cli", "ask", b"vraag \xff\xfe", "--json"],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["refusal"]["reason"] == "unreadable"


def test_a_reader_that_stops_early_is_no_error(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "kaderwijzer.cli", "ask", DIRECT, "--quotes", "10"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        errors = process.stderr.read()
    assert b"Traceback" not in errors


def test_a_batch_from_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1, "question": "quid pro quo"}\nbad\n')
    source, target = str(tmp_path / "in.jsonl"), tmp_path / "out.jsonl"
    code, out, err = run(capsys, "ask", "--batch", source, "--out", str(target))
    assert (code, out) == (0, "")
    assert "2 lines answered, 1 of them with an error" in err
    assert [json.loads(x)["id"] for x in target.read_text().splitlines()] == ["1", None]


# --- a saved answer ----------------------------------------------------------------------------


@pytest.fixture
def saved(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    _, out, _ = run(capsys, "ask", "What is the third party rule?", "--json")
    path = tmp_path / "answer.json"
    path.write_text(out, encoding="utf-8")
    return path


def test_a_saved_answer_holds(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    assert run(capsys, "check", str(saved)) == (0, "", "Everything holds.\n")


def test_a_saved_refusal_holds_by_what_is_near(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, out, _ = run(capsys, "ask", "Wat regelt de Wiv 2017 over samenwerking?", "--json")
    answer = json.loads(out)
    path = tmp_path / "refusal.json"
    path.write_text(json.dumps(answer))
    assert len(answer["nearest"]) == 2
    assert run(capsys, "check", str(path))[0] == 0
    answer["nearest"][1]["text"] += " En meer."
    path.write_text(json.dumps(answer))
    assert run(capsys, "check", str(path))[0] == 1


TAMPERED = {
    "a word left out": {"text": lambda t: t.replace("slechts ", "")},
    "a word changed": {"text": lambda t: t.replace("slechts", "altijd")},
    "a word added": {"text": lambda t: t + " Altijd."},
    "a letter": {"text": lambda t: t[:-2] + t[-1]},
    "another case": {"text": str.lower},
    "typography": {"text": lambda t: t.replace("‘", "'")},
    "the page": {"page": lambda p: p + 1, "pages": lambda p: [p[0] + 1]},
    "a page added": {"pages": lambda p: [*p, p[-1] + 1]},
    "the section": {"section": lambda _: "V.ii"},
    "the paragraph": {"paragraph": lambda _: "V.i.5"},
    "no such paragraph": {"paragraph": lambda _: "IX.1"},
    "a span moved": {"spans": lambda s: [[a + 1, b + 1] for a, b in s]},
    "a span cut short": {"spans": lambda s: [*s[:-1], [s[-1][0], s[-1][1] - 1]]},
    "no spans": {"spans": lambda _: []},
    "the footnotes": {"footnotes": lambda f: [*f, 99]},
    "the document": {"document": lambda _: "another"},
}


@pytest.mark.parametrize("changes", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_saved_answer_that_was_changed_does_not_hold(
    capsys: pytest.CaptureFixture[str], saved: Path, changes: dict[str, Any]
) -> None:
    answer = json.loads(saved.read_text())
    first = answer["quotes"][0]
    changed = {**first, **{name: change(first[name]) for name, change in changes.items()}}
    assert changed != first
    answer["quotes"][0] = changed
    saved.write_text(json.dumps(answer))
    code, out, err = run(capsys, "check", str(saved))
    assert (code, out) == (1, "")
    assert err.startswith("Error: ")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "3", "null", "{}", '{"quotes": 3, "nearest": []}',
                '{"quotes": [3], "nearest": []}', '{"quotes": [{}], "nearest": []}']
)  # fmt: skip
def test_a_file_that_is_no_saved_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    (tmp_path / "a.json").write_text(content)
    code, _, err = run(capsys, "check", str(tmp_path / "a.json"))
    assert code == 1
    assert "not a saved answer" in err
    assert "kaderwijzer ask … --json" in err


def test_corpus_notes_and_index_hold(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check")
    assert (code, out) == (0, ""), err
    assert "whole and made from this corpus" in err
    assert err.endswith("Everything holds.\n")


# --- an index that is missing, stale or damaged is built again ---------------------------------

SENTENCE = "De minister beslist over het verzoek van de dienst."


def describe(folder: Path, text: str) -> None:
    """Write a corpus of one short text that nothing was written about."""
    (folder / "klein.txt").write_text(text, encoding="utf-8")
    document = {
        "id": "klein",
        "file": "klein.txt",
        "title": "Klein",
        "kind": "legal_framework",
        "publisher": "Iemand",
        "date": "2015-06-10",
        "language": "nl",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "regime": {"law": "Wiv 2002", "in_force_from": "2002-05-29"},
    }
    (folder / "manifest.yaml").write_text(yaml.safe_dump({"documents": [document]}))


def asked(capsys: pytest.CaptureFixture[str], corpus: Path, index: Path) -> tuple[list[str], str]:
    """Return the texts quoted for a question, and what was said on the side."""
    code, out, err = run(
        capsys, "ask", "Wie beslist over het verzoek?", "--json",
        "--corpus", str(corpus), "--index", str(index),
    )  # fmt: skip
    assert code == 0, err
    return [quote["text"] for quote in json.loads(out)["quotes"]], err


def test_ask_builds_what_is_missing_stale_or_damaged(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    describe(corpus, f"I Regels\n\n{SENTENCE}\n")
    assert not pipeline.is_current(corpus, index)
    texts, err = asked(capsys, corpus, index)
    assert texts == [SENTENCE]
    assert "no index there: building it now." in err
    assert pipeline.is_current(corpus, index)
    assert asked(capsys, corpus, index) == ([SENTENCE], "")

    changed = SENTENCE.replace("minister", "koning")
    describe(corpus, f"I Regels\n\n{changed}\n")
    assert not pipeline.is_current(corpus, index)
    texts, err = asked(capsys, corpus, index)
    assert texts == [changed]
    assert "the corpus changed since the index was built: building it now." in err

    (vectors,) = index.rglob("vectors.faiss")
    data = vectors.read_bytes()
    vectors.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    texts, err = asked(capsys, corpus, index)
    assert texts == [changed]
    assert "damaged: building it now." in err


def test_a_build_that_fails_leaves_the_index_as_it_was(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    describe(corpus, f"I Regels\n\n{SENTENCE}\n")
    asked(capsys, corpus, index)
    before = {p: p.read_bytes() for p in index.rglob("*") if p.is_file()}
    (corpus / "klein.txt").write_text("iets anders")  # not what the manifest describes
    code, _, err = run(capsys, "build", "--corpus", str(corpus), "--index", str(index))
    assert code == 1
    assert "changed since it was described" in err
    assert {p: p.read_bytes() for p in index.rglob("*") if p.is_file()} == before
