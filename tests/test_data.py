"""The project's data files: what they promise about each other."""

import hashlib
import json
import re
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from kaderwijzer.model import Corpus, Document, KeyKind, Language, RefusalReason
from kaderwijzer.read.corpus import read_corpus
from kaderwijzer.read.manifest import read_manifest
from kaderwijzer.search.lexical import Analyzer
from kaderwijzer.search.retrieve import DENSE, default_weights

ROOT = Path(__file__).resolve().parents[1]
FRAMEWORK = "ctivd-juridisch-kader-mivd-2015"
# As the Committee published it; the file in corpus/ is that text byte for byte.
SHA256 = "b881b1e4353bb6284d1e53b44a9def51b9242438e6282467f865c1875909b23a"


@pytest.fixture(scope="module")
def corpus(corpus_folder: Path) -> Corpus:
    return read_corpus(corpus_folder)


def test_the_framework_text_is_untouched(corpus_folder: Path, framework: Document) -> None:
    data = (corpus_folder / f"{FRAMEWORK}.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA256
    assert framework.source.text.encode() == data


def test_the_manifest_describes_the_framework(corpus_folder: Path) -> None:
    entry = read_manifest(corpus_folder)[0]
    assert (entry.id, entry.date, entry.first_page) == (FRAMEWORK, "2015-06-10", 3)
    assert (entry.regime.law, entry.regime.in_force_from) == ("Wiv 2002", "2002-05-29")
    assert (entry.regime.in_force_until, entry.regime.succeeded_by) == ("2018-05-01", "Wiv 2017")


# --- annotations -------------------------------------------------------------------------------


def test_every_sentence_of_the_framework_says_who_speaks(
    corpus: Corpus, framework: Document
) -> None:
    for paragraph in framework.paragraphs:
        notes = corpus.annotations.notes[framework.source.entry.id, paragraph.id]
        assert len(notes) == len(paragraph.sentences), paragraph.id


def test_body_and_block_quotes_are_translated(corpus: Corpus, framework: Document) -> None:
    untranslated = [
        (paragraph.id, number)
        for paragraph in framework.paragraphs
        if not paragraph.id.startswith("fn.")
        for number, note in enumerate(
            corpus.annotations.notes[framework.source.entry.id, paragraph.id]
        )
        if not (note.english or "").strip()
    ]
    assert untranslated == []


@pytest.mark.xfail(strict=True, reason="I.5 and V.i.9, which only point elsewhere, have three")
@pytest.mark.parametrize("language", Language)
def test_four_questions_or_more_for_every_paragraph(
    corpus: Corpus, framework: Document, language: Language
) -> None:
    counts = Counter(q.paragraph for q in corpus.annotations.questions if q.language is language)
    few = [
        paragraph.id
        for paragraph in framework.paragraphs
        if not paragraph.id.startswith("fn.") and counts[paragraph.id] < 4
    ]
    assert few == []


@pytest.mark.parametrize("language", Language)
def test_three_questions_or_more_for_every_paragraph(
    corpus: Corpus, framework: Document, language: Language
) -> None:
    counts = Counter(q.paragraph for q in corpus.annotations.questions if q.language is language)
    few = [p.id for p in framework.paragraphs if p.id[:3] != "fn." and counts[p.id] < 3]
    assert few == []


def test_no_question_stands_twice_at_one_paragraph(corpus: Corpus) -> None:
    counts = Counter((q.paragraph, q.text.lower()) for q in corpus.annotations.questions)
    assert [key for key, count in counts.items() if count > 1] == []


def test_no_question_is_both_answered_and_not(corpus: Corpus) -> None:
    inside = {q.text.strip().lower() for q in corpus.annotations.questions}
    outside = {q.text.strip().lower() for q in corpus.annotations.outside}
    assert inside & outside == set()
    assert len(outside) > 60


def test_every_reason_but_the_unreadable_has_written_questions_in_both_languages(
    corpus: Corpus,
) -> None:
    found = {(q.reason, q.language) for q in corpus.annotations.outside}
    reasons = set(RefusalReason) - {RefusalReason.UNREADABLE}
    assert {(r, lang) for r in reasons for lang in Language} >= found
    assert {reason for reason, _ in found} >= {
        RefusalReason.NOT_IN_TEXT,
        RefusalReason.OUTSIDE_CORPUS,
    }


def test_terms_are_anchored_and_stand_once(corpus: Corpus, framework: Document) -> None:
    texts = {p.id: p.clean.text for p in framework.paragraphs}
    for term in corpus.annotations.terms:
        assert term.quote in texts[term.paragraph], term.dutch
        assert term.explained_dutch.strip()
        assert term.explained_english.strip()
    dutch = Counter(term.dutch for term in corpus.annotations.terms)
    assert max(dutch.values()) == 1


# --- settings of the product -------------------------------------------------------------------


def test_every_weight_names_a_way_of_searching() -> None:
    engines = {DENSE, *(analyzer.value for analyzer in Analyzer)}
    kinds = {kind.value for kind in KeyKind} - {KeyKind.OUTSIDE.value}
    weights = default_weights()
    assert weights
    assert {name.split("/")[0] for name in weights} == engines
    assert {name.split("/")[1] for name in weights} <= kinds
    assert all(weight > 0 for weight in weights.values())  # what does not help is left out


def test_the_scope_model_is_plain_numbers_and_its_limits_are_in_order() -> None:
    text = resources.files("kaderwijzer.answer").joinpath("scope.json").read_text("utf-8")
    data = json.loads(text)
    assert sorted(data["model"]) == ["dense", "groups", "inside", "intercept", "outside", "stems"]
    assert 0 < data["sure_below"] < data["refuse_from"] < 1
    assert data["model"]["inside"] < 0 < data["model"]["outside"]
    for pattern in data["later_law"]:
        re.compile(pattern)


def test_every_data_file_of_the_package_is_whole() -> None:
    files = [
        path
        for path in (ROOT / "src" / "kaderwijzer").rglob("*.json")
        if not path.name.endswith(".schema.json")
    ]
    assert files
    for path in files:
        assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict), path


# --- evaluation --------------------------------------------------------------------------------

SETS = [
    "open-development",
    "open-test",
    "verdict-development",
    "verdict-development-2",
    "verdict-development-3",
    "verdict-test",
    "verdict-fresh",
    "verdict-fresh-3",
    "verdict-near-misses",
]


@pytest.mark.parametrize("name", SETS)
def test_gold_stands_in_the_source_and_ids_once(framework: Document, name: str) -> None:
    """Gold spans begin and end at characters of the text; a fault names the question, not more."""
    path = ROOT / "evaluation" / "questions" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    text = framework.source.text
    wrong = [
        row["id"]
        for row in rows
        for group in row["gold"]
        for start, end in group
        if not 0 <= start < end <= len(text) or text[start:end] != text[start:end].strip()
    ]
    assert wrong == []
    assert len({row["id"] for row in rows}) == len(rows) > 50


def test_what_teaches_facts_teaches_nothing_else() -> None:
    from evaluation.reading_data import examples, rows, stating_facts

    from kaderwijzer.decide.template import read_templates

    templates = read_templates()
    learnt, held_back = examples(templates, ())
    only_facts = {row["question"] for row in rows() if row.get("teaches") == "facts"}
    by_facts = {e.row["question"] for e in stating_facts(templates) if e.row}
    held = {e.row["question"] for e in held_back if e.row}
    assert len(only_facts) > 5000
    assert not only_facts & {e.row["question"] for e in learnt if e.row}
    assert only_facts - held == only_facts & by_facts
    assert not held & by_facts
    assert len(only_facts & held) == 300


def test_a_turned_question_asks_its_strangers_question_the_other_way_round() -> None:
    from evaluation.reading_data import rows

    strangers: dict[str, list[dict[str, object]]] = {}
    for row in rows():
        if row["by"] == "stranger":
            strangers.setdefault(row["id"], []).append(row)
    turned = [row for row in rows() if row["by"] == "turned"]
    wrong = [
        row["id"]
        for row in turned
        if not any(
            other["table"] == row["table"]
            and other["facts"] == row["facts"]
            and other["lang"] == row["lang"]
            and other["polarity"] != row["polarity"]
            for other in strangers.get(row["turns"], ())
        )
    ]
    assert wrong == []
    assert len(turned) > 5000
    assert not any(row["held_back"] for row in turned)


def test_a_framed_question_rests_on_its_strangers_question_and_the_two_of_a_pair_are_opposite() -> (
    None
):
    from evaluation.reading_data import rows

    strangers: dict[str, list[dict[str, object]]] = {}
    pairs: dict[str, list[dict[str, object]]] = {}
    for row in rows():
        if row["by"] == "stranger":
            strangers.setdefault(row["id"], []).append(row)
        if row["by"] == "framed":
            pairs.setdefault(row["of"], []).append(row)
    same = ("table", "facts", "lang")
    for of, pair in pairs.items():
        assert len({row["polarity"] for row in pair}) == len(pair) <= 2, of
        for row in pair:
            assert any(all(row[k] == other[k] for k in same) for other in strangers[of]), row["id"]
            assert not row["held_back"]
    assert len(pairs) > 2000
