"""Whether a question wants yes or no."""

import pytest

from kaderwijzer.decide.kind import wants_yes_or_no
from kaderwijzer.model import Language


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Mag dit zonder de minister?", "nl", True),
        ("Vloeit uit de zorgplicht een weging voort?", "nl", True),
        ("Wanneer is sprake van een direct belang?", "nl", False),
        ("Wanneer de Noren dit vragen, mag het dan?", "nl", True),
        ("Op grond waarvan mag dit?", "nl", False),
        ("In hoeverre is dit geregeld?", "nl", False),
        ("Als de minister weg is, wie tekent er dan?", "nl", False),
        ("Tussen welke uitersten ligt de relatie?", "nl", False),
        ("derde landregel", "nl", False),
        ("Minister nodig?", "nl", True),
        ("Leg uit wat een direct belang is", "nl", False),
        ("May we go without the minister?", "en", True),
        ("When data arrive unasked, may we use them?", "en", True),
        ("When is there a direct interest?", "en", False),
        ("Does the head, who signs for the minister, decide?", "en", True),
        ("The Danes ask for help. Which minister must agree?", "en", False),
        ("No ministerial consent needed, right?", "en", True),
        ("third party rule", "en", False),
        ("Wat is de third party rule precies?", "en", False),
        ("According to the minister, do local laws bind us, when we are abroad?", "en", True),
        ("Wie dat nagaat bij een hulpvraag: is dat de MIVD zelf?", "nl", True),
        ("Geef je met vragen zelf iets prijs?", "nl", True),
        ("Geef de voorwaarden van artikel 59", "nl", False),
        ("Wat zij willen doet er dus niet toe, toch", "nl", True),
        ("who cares what their law says, we may go ahead, right", "en", True),
        ("Which services are trusted and which are not?", "en", False),
        ("Statement to check: the rule knows no exception.", "en", True),
        ("Stelling ter controle: de minister tekent altijd.", "nl", True),
        ("Who makes this claim: the minister or the Committee?", "en", False),
        ("", "en", False),
    ],
)
def test_how_a_question_begins_tells_what_it_wants(
    question: str, language: str, expected: bool
) -> None:
    assert wants_yes_or_no(question, Language(language)) is expected
