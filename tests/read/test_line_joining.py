"""Two lines are joined as a reader joins them."""

import pytest

from kaderwijzer.model import Span
from kaderwijzer.read.cleaning import JoinRules, clean

# id, lines as printed, what they read as, words that the document has elsewhere, lost hyphens.
CASES = (
    ("plain wrap", ["de MIVD", "mag dit"], "de MIVD mag dit", "", ()),
    ("line-end hyphen", ["de samen-", "werking"], "de samenwerking", "", ()),
    ("hyphen before a mark", ["de samen-", "werking, en"], "de samenwerking, en", "", ()),
    ("hyphen of a name", ["het MIVD-", "onderzoek"], "het MIVD-onderzoek", "", ()),
    ("hyphen before a capital", ["de commissie-", "Dessens"], "de commissie-Dessens", "", ()),
    ("hyphen of a page range", ["p. 41-", "42."], "p. 41-42.", "", ()),
    ("compound known from elsewhere", ["derde-", "partij"], "derde-partij", "derde-partij", ()),
    # A hyphen that stands at a line end and nowhere inside a line cannot be told from a break.
    ("compound known from nowhere", ["derde-", "partij"], "derdepartij", "", ()),
    ("suspended before en", ["inlichtingen-", "en wet"], "inlichtingen- en wet", "", ()),
    ("suspended before en/of", ["inlichtingen-", "en/of wet"], "inlichtingen- en/of wet", "", ()),
    ("suspended before of", ["inlichtingen-", "of wet"], "inlichtingen- of wet", "", ()),
    ("suspended in English", ["short-", "and long-term"], "short- and long-term", "", ()),
    ("en as the start of a word", ["tegen-", "enige"], "tegenenige", "", ()),
    ("dash is no hyphen", ["de balans –", "de maat"], "de balans – de maat", "", ()),
    ("hyphen alone is a dash", ["de balans -", "de maat"], "de balans - de maat", "", ()),
    ("stroke", ["en/", "of"], "en/of", "", ()),
    ("bracket", ["(persoons)", "gegevens"], "(persoons)gegevens", "(persoons)gegevens", ()),
    ("bracket of its own", ["(persoons)", "gegevens"], "(persoons) gegevens", "", ()),
    ("bracket known with a comma", ["(a)", "b, c"], "(a)b, c", "(a)b", ()),
    ("lost hyphen", ["de samen werking"], "de samenwerking", "", ("samen werking",)),
    ("lost hyphen over lines", ["Kamer", "stukken"], "Kamerstukken", "", ("Kamer stukken",)),
    ("lost hyphen in a longer word", ["samen werkings"], "samenwerkings", "", ("samen werking",)),
    ("lost hyphen not inside", ["tesamen werking"], "tesamen werking", "", ("samen werking",)),
    ("soft hyphen inside", ["samen\u00adwerking"], "samenwerking", "", ()),
    ("soft hyphen between spaces", ["a \u00ad b"], "a b", "", ()),
    ("soft hyphen at both ends", ["\u00ad a", "b \u00ad"], "a b", "", ()),
    ("runs of white space", ["a \t\u00a0 b"], "a b", "", ()),
    ("one tab", ["a\tb"], "a b", "", ()),
)


@pytest.mark.parametrize(("lines", "reads", "elsewhere", "lost"), [c[1:] for c in CASES],
                         ids=[c[0] for c in CASES])  # fmt: skip
def test_lines_read_as(lines: list[str], reads: str, elsewhere: str, lost: tuple[str, ...]) -> None:
    text, spans = "", []
    for line in lines:
        spans.append(Span(len(text), len(text) + len(line)))
        text += line + " \n"
    rules = JoinRules(f"{text}\n{elsewhere}", lost)
    assert clean(text, spans, [], rules).text == reads


def test_dropped_characters_are_not_read() -> None:
    text = "contact.” 4 Het"
    found = clean(text, [Span(0, len(text))], [Span(10, 11)], JoinRules(text, ()))
    assert found.text == "contact.” Het"
    assert [(p.clean, p.source, p.length) for p in found.pieces] == [(0, 0, 10), (10, 12, 3)]


def test_every_character_knows_its_place_whatever_was_left_out() -> None:
    text = " a\t \u00adb1 samen werking-\nen c "
    lost = ("samen werking",)
    found = clean(text, [Span(0, 22), Span(23, len(text))], [Span(6, 7)], JoinRules(text, lost))
    assert found.text == "a b samenwerking- en c"
    places = [p.source + i for p in found.pieces for i in range(p.length)]
    assert "".join(" " if text[i].isspace() else text[i] for i in places) == found.text
    assert [(p.clean, p.source, p.length) for p in found.pieces] == [
        (0, 1, 2),
        (2, 5, 1),
        (3, 7, 6),
        (9, 14, 13),
    ]
