"""Verdicts on the real text: as literally asked, proven by the first quote, and the same for given facts."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kaderwijzer.answer.render import to_json, to_lines
from kaderwijzer.assistant import Assistant
from kaderwijzer.checks import check_answer
from kaderwijzer.decide.template import read_templates
from kaderwijzer.errors import QuestionError
from kaderwijzer.model import Kind, Role, Verdict

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "verdicts.yaml").read_text("utf-8"))
TODAY = "2026-01-01"
ASKED, NO_INTEREST, INTEREST = (case["input"] for case in (CASES[2], CASES[0], CASES[2]))
FACT = "contributes_own_investigation"


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_a_question_gets_its_verdict_and_its_proof_first(
    assistant: Assistant, case: dict[str, Any], answer_schema: Any
) -> None:
    answer = assistant.ask(case["input"])
    assert answer.kind is Kind.VERDICT, answer.conclusion
    assert answer.judged.verdict is not None
    assert answer.judged.verdict.value == case["expected"], answer.judged.rule
    assert answer.quotes[0].role is Role.BASIS
    if "first" in case:
        assert answer.quotes[0].paragraph in case["first"]
    assert [m.id for m in answer.judged.missing][:1] == (
        [case["missing"]] if "missing" in case else []
    )
    assert list(answer_schema.iter_errors(to_json(answer, TODAY))) == []
    assert answer.conclusion in "\n".join(line for _, line in to_lines(answer))


@pytest.mark.parametrize(("value", "verdict"), [("no", "yes"), ("yes", "no")])
def test_a_given_fact_gives_what_asking_that_way_first_would_have_given(
    assistant: Assistant, value: str, verdict: str
) -> None:
    given = assistant.ask(ASKED, facts={FACT: value})
    assert given.judged.verdict and given.judged.verdict.value == verdict
    assert [f.value for f in given.judged.facts if f.id == FACT] == [value]
    again = assistant.ask(CASES[0]["input"], facts={FACT: value})
    assert (again.judged.verdict, again.conclusion) == (given.judged.verdict, given.conclusion)
    # The same proof; which of its quotes comes first depends on the words of the question, too.
    proofs = [{q.spans for q in each.quotes if q.role is Role.BASIS} for each in (again, given)]
    assert proofs[0] == proofs[1]


def test_a_changed_fact_is_answered_without_hearing_the_question_again(
    assistant: Assistant,
) -> None:
    assistant.ask(ASKED)
    heard = assistant.hear.cache_info()
    assistant.ask(ASKED, facts={FACT: "no"})
    again = assistant.hear.cache_info()
    assert (again.hits, again.misses) == (heard.hits + 1, heard.misses)


def test_a_question_asked_too_briefly_leads_to_those_that_the_text_answers(
    assistant: Assistant,
) -> None:
    judged = assistant.ask("Mag martelinformatie worden gebruikt?").judged
    assert judged is not None and judged.verdict is Verdict.DEPENDS
    assert [missing.id for missing in judged.missing] == ["emergency"]
    refused = assistant.ask("Moet het verzoek om ondersteuning in het Engels?").refusal
    assert refused is not None
    assert 1 <= len(refused.instead) <= 2
    assert refused.instead[0].rule == "support-written-request"
    outside = assistant.ask("Does the military service have to buy its own satellites?").refusal
    assert outside is not None and outside.instead == ()


def test_a_fact_that_no_table_knows_is_refused_with_those_that_are(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match="weather=fine"):
        assistant.ask(ASKED, facts={"weather": "fine"})


def test_a_saved_verdict_is_verified_and_a_forged_one_is_found_out(
    assistant: Assistant, tmp_path: Path, corpus_folder: Path
) -> None:
    import json

    saved = to_json(assistant.ask(NO_INTEREST), TODAY)
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(saved), encoding="utf-8")
    assert check_answer(path, str(corpus_folder)) == []
    path.write_text(json.dumps({**saved, "verdict": "no"}), encoding="utf-8")
    assert any("verdict no" in fault for fault in check_answer(path, str(corpus_folder)))


def test_canonical_questions_are_read_as_their_own_table_or_one_that_agrees(
    assistant: Assistant,
) -> None:
    wrong = []
    templates = read_templates()[::12]
    for template in templates:
        answer = assistant.ask(template.question.nl)
        verdicts = {row.verdict for row in template.rows}
        expected = verdicts.pop().value if len(verdicts) == 1 else "depends"
        if answer.judged.verdict and answer.judged.verdict.value != expected:
            wrong.append((template.id, answer.judged.rule))
    assert len(wrong) <= len(templates) // 20, wrong
