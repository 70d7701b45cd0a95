"""A corpus → its sentences and the texts that lead to them."""

from tests.search import tiny

from kaderwijzer.model import Corpus, KeyKind, Language, Passages, Unit
from kaderwijzer.search.passages import QUESTION_KINDS, passages


def test_every_sentence_is_one_unit_in_the_order_of_the_text(tiny_passages: Passages) -> None:
    assert tiny_passages.units == (Unit(0, 0, 0), Unit(0, 0, 1), Unit(0, 1, 0), Unit(0, 1, 1))


def test_keys_of_each_kind(tiny_passages: Passages) -> None:
    found = {
        kind: [(k.language.value, k.text, k.units) for k in tiny_passages.keys if k.kind is kind]
        for kind in KeyKind
    }
    first = "De minister beslist over het verzoek."
    second = "Het hoofd mag niet zelf beslissen, tenzij er haast is."
    third = "De commissie ziet toe op de dienst."
    fourth = "Zij brengt verslag uit aan de minister."
    assert found == {
        KeyKind.PARAGRAPH: [
            ("nl", f"{first} {second}", (0, 1)),
            ("nl", f"{third} {fourth}", (2, 3)),
        ],
        KeyKind.SENTENCE: [
            ("nl", first, (0,)),
            ("nl", second, (1,)),
            ("nl", third, (2,)),
            ("nl", fourth, (3,)),
        ],
        KeyKind.TRANSLATION: [
            ("en", "The minister decides.", (0,)),
            ("en", "The head may not.", (1,)),
            ("en", "The committee oversees.", (2,)),
        ],
        KeyKind.QUESTION: [
            ("nl", "Wie beslist er?", (0,)),
            ("en", "Who decides?", (0,)),
            ("nl", "Wat mag het hoofd?", (0, 1)),
            ("en", "Who oversees the service?", (2,)),
            ("nl", "Wie houdt toezicht?", (2,)),
        ],
        KeyKind.OUTSIDE: [
            ("nl", "Wat kost het?", ()),
            ("en", "What does it cost?", ()),
            ("nl", "Hoe laat is het?", ()),
        ],
    }


def test_questions_come_last_because_they_are_embedded_apart(tiny_passages: Passages) -> None:
    asked = [key.kind in QUESTION_KINDS for key in tiny_passages.keys]
    assert asked == sorted(asked)
    assert any(asked)


def test_without_annotations_there_are_only_texts() -> None:
    found = passages(tiny.corpus(annotated=False))
    assert {key.kind for key in found.keys} == {KeyKind.PARAGRAPH, KeyKind.SENTENCE}
    assert {key.language for key in found.keys} == {Language.DUTCH}


def test_units_of_a_second_document_follow_those_of_the_first() -> None:
    one = tiny.corpus(annotated=False)
    both = Corpus(one.documents * 2, one.annotations, one.sha256)
    assert [u.document for u in passages(both).units] == [0] * 4 + [1] * 4
    assert passages(both).keys[-1].units == (7,)
