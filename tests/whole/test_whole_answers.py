"""Real questions on the real text: what is quoted, what is refused, and in which form."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaderwijzer.answer.render import to_json
from kaderwijzer.assistant import Assistant
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import Answer, Confidence, Document, Kind, Language, Quote, Role

CASES = Path(__file__).parent / "cases"
TODAY = "2026-01-01"


def cases(name: str, *, known_fault: str = "") -> list[Any]:
    """Return the rows of a table; those with the fault named are expected to fail until mended."""
    rows = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    fails = pytest.mark.xfail(strict=True, reason=known_fault)
    return [
        pytest.param(row, id=row["id"], marks=[fails] if row.get(known_fault) else [])
        for row in rows
    ]


@pytest.mark.parametrize("case", cases("questions"))
def test_a_question_is_answered_by_the_right_paragraph(
    assistant: Assistant, case: dict[str, Any]
) -> None:
    answer = assistant.ask(case["input"])
    found = [quote.paragraph for quote in answer.quotes]
    assert answer.kind is not Kind.REFUSAL, answer.conclusion
    assert set(found[: 1 if case.get("first") else 3]) & set(case["expected"]), found


@pytest.mark.parametrize("case", cases("questions", known_fault="wrong_language"))
def test_the_language_of_a_question_is_recognised(
    assistant: Assistant, case: dict[str, Any]
) -> None:
    recognised = assistant.ask(case["input"]).language.value
    assert recognised == case.get("lang", recognised)


@pytest.mark.parametrize("case", cases("refusals"))
def test_a_question_that_the_text_does_not_answer_is_refused_with_the_reason(
    assistant: Assistant, case: dict[str, Any]
) -> None:
    answer = assistant.ask(case["input"])
    assert answer.kind is Kind.REFUSAL, [q.text for q in answer.quotes]
    assert answer.refusal
    assert answer.refusal.reason.value == case["expected"]
    assert answer.quotes == ()
    unreadable = case["expected"] == "unreadable"
    assert bool(answer.nearest) is not unreadable
    if not unreadable:
        assert answer.language.value == case["lang"]


ASKED = [row.values[0]["input"] for row in [*cases("questions"), *cases("refusals")]]


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.ask(question) for question in ASKED]


def shown(answer: Answer) -> list[Quote]:
    return [*answer.quotes, *answer.nearest]


def test_every_quote_is_verbatim_whole_and_short(
    answers: list[Answer], framework: Document
) -> None:
    source = framework.source.text
    by_id = {p.id: p for p in framework.paragraphs}
    quotes = [quote for answer in answers for quote in shown(answer)]
    assert len(quotes) > 100
    for quote in quotes:
        sliced = "".join(source[s.start : s.end] for s in quote.spans)
        assert " ".join(sliced.split()) == quote.text
        paragraph = by_id[quote.paragraph]
        sentences = [paragraph.clean.text[s.start : s.end] for s in paragraph.sentences]
        assert quote.text == " ".join(sentences[n] for n in quote.sentences)
        assert len(quote.text) <= 600


def test_quotes_of_one_answer_do_not_overlap(answers: list[Answer]) -> None:
    for answer in answers:
        places = [(q.paragraph, n) for q in shown(answer) for n in q.sentences]
        assert len(places) == len(set(places)), answer.question


def test_the_first_quote_is_the_basis_and_the_others_are_context(answers: list[Answer]) -> None:
    for answer in answers:
        if answer.kind is Kind.PASSAGE:
            roles = [quote.role for quote in answer.quotes]
            assert roles == [Role.BASIS] + [Role.CONTEXT] * (len(roles) - 1)
        assert all(quote.role is Role.CONTEXT for quote in answer.nearest)


def test_every_answer_keeps_to_the_schema(answers: list[Answer], answer_schema: Any) -> None:
    for answer in answers:
        faults = list(answer_schema.iter_errors(to_json(answer, TODAY)))
        assert faults == [], answer.question


def broken(change: dict[str, Any], quote: dict[str, Any] | None = None) -> Any:
    def make(data: dict[str, Any]) -> dict[str, Any]:
        quotes = [{**data["quotes"][0], **(quote or {})}, *data["quotes"][1:]]
        return {**data, "quotes": quotes, **change}

    return make


@pytest.mark.parametrize(
    "change",
    [
        broken({"schema": "kaderwijzer/2"}),
        broken({"kind": "refusal"}),
        broken({"verdict": "maybe"}),
        broken({"confidence": 0.9}),
        broken({"quotes": []}),
        broken({"refusal": {"reason": "tired", "explanation": "…"}}),
        broken({}, {"text": "x" * 601}),
        broken({}, {"spans": [[1]]}),
        broken({}, {"authority": "me"}),
        broken({}, {"pages": []}),
    ],
)
def test_the_schema_refuses_what_the_contract_does_not_have(
    assistant: Assistant, answer_schema: Any, change: Any
) -> None:
    data = to_json(assistant.ask("direct belang"), TODAY)
    assert answer_schema.is_valid(data)
    assert not answer_schema.is_valid(change(data))


@pytest.mark.parametrize(
    ("today", "in_force"),
    [
        ("2002-05-28", False),
        ("2002-05-29", True),
        ("2018-04-30", True),
        ("2018-05-01", False),
        ("2026-01-01", False),
    ],
)
def test_whether_the_law_is_in_force_depends_on_the_day(
    assistant: Assistant, today: str, in_force: bool
) -> None:
    regime = to_json(assistant.ask("direct belang"), today)["regime"]
    assert (regime["law"], regime["as_of"]) == ("Wiv 2002", "2015-06-10")
    assert regime["in_force"] is in_force


def test_translations_go_with_english_questions_only(assistant: Assistant) -> None:
    english = to_json(assistant.ask("What is the third party rule?"), TODAY)
    dutch = to_json(assistant.ask("Wat is de derde partijregel?"), TODAY)
    assert "third party rule" in english["quotes"][0]["translation"].lower()
    assert {quote["translation"] for quote in dutch["quotes"]} == {None}


@pytest.mark.parametrize("quotes", [1, 2, 10])
def test_at_most_so_many_quotes(assistant: Assistant, quotes: int) -> None:
    answer = assistant.ask("Wanneer mogen gegevens worden verstrekt?", quotes=quotes)
    assert 1 <= len(answer.quotes) <= quotes
    more = assistant.ask("Wanneer mogen gegevens worden verstrekt?", quotes=10)
    assert [q.spans for q in more.quotes[: len(answer.quotes)]] == [q.spans for q in answer.quotes]


@pytest.mark.parametrize("quotes", [0, -1, 11])
def test_more_or_fewer_quotes_than_there_can_be(assistant: Assistant, quotes: int) -> None:
    with pytest.raises(QuestionError, match="use a number from 1 to 10"):
        assistant.ask("direct belang", quotes=quotes)


@pytest.mark.parametrize("language", Language)
def test_the_language_can_be_chosen(assistant: Assistant, language: Language) -> None:
    answer = assistant.ask("quid pro quo", language=language)
    assert answer.language is language
    assert ("De tekst" in answer.conclusion) is (language is Language.DUTCH)


@pytest.mark.parametrize("question", ["wat is dat", "is it so", "de", "van de het"])
def test_questions_of_stop_words_alone_do_no_harm(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is not Kind.VERDICT
    assert answer.confidence in Confidence


@pytest.mark.parametrize("length", [2001, 10_000, 100_000])
def test_a_long_text_gets_a_clear_line(assistant: Assistant, length: int) -> None:
    answer = assistant.ask(("gegevens verstrekken " * 5000)[: length - 1] + "x")
    assert f"De vraag telt {length} tekens" in answer.conclusion


def test_the_longest_question_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask(("Wat is de derde partijregel? " * 80)[:2000].strip())
    assert answer.kind is not Kind.REFUSAL
    assert {"V.i.4", "V.i.6"} & {q.paragraph for q in answer.quotes[:3]}


def timeless(answer: Answer) -> Answer:
    return replace(answer, milliseconds=0.0)


def test_the_same_question_has_the_same_answer_twice(
    assistant: Assistant, answers: list[Answer]
) -> None:
    again = [assistant.ask(question) for question in ASKED]
    assert [timeless(a) for a in again] == [timeless(a) for a in answers]


def test_white_space_changes_nothing(assistant: Assistant) -> None:
    one = assistant.ask("Wanneer is sprake van een direct belang?")
    other = assistant.ask("  Wanneer is\n sprake\tvan een  direct belang? ")
    assert [q.spans for q in one.quotes] == [q.spans for q in other.quotes]


def test_eight_threads_answer_as_one(assistant: Assistant, answers: list[Answer]) -> None:
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(assistant.ask, ASKED * 2))
    assert [timeless(a) for a in together] == [timeless(a) for a in answers * 2]


def test_the_receipt_names_what_the_answer_was_made_from(assistant: Assistant) -> None:
    receipt = assistant.ask("direct belang").receipt
    assert receipt.corpus_sha256 == assistant.index.settings.corpus_sha256
    assert receipt.index == assistant.index.name
    assert len(receipt.rules_sha256) == 64


@pytest.mark.parametrize(
    ("question", "proof"),
    [
        pytest.param(
            "Because compatible interests alone suffice, may we assist Sofia under article 59 "
            "though good performance of our task stands in the way?",
            "niet onverenigbaar",
            marks=pytest.mark.xfail(
                strict=True, reason="since 0.4.0 the reading is not sure enough"
            ),
        ),
        (
            "Because the MIVD may apply the third country rule, may it pass a French report to the "
            "AIVD without asking Paris?",
            "geen ruimte",
        ),
    ],
)
def test_a_premise_that_the_text_denies_is_corrected_with_its_own_proof(
    assistant: Assistant, question: str, proof: str
) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.VERDICT
    assert "the text says otherwise" in answer.conclusion
    proofs = [q for q in answer.quotes if q.role is Role.BASIS]
    assert len({q.spans for q in proofs}) == len(proofs) > 1
    assert any(proof in q.text for q in proofs)


def test_facts_are_never_passed_over_in_silence(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match="no reading of the question knows unheard_of=no"):
        assistant.ask("Mag dat?", facts={"unheard_of": "no"})
