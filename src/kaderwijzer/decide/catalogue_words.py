"""The catalogue's own words in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from kaderwijzer.model import Language, Verdict


@dataclass(frozen=True)
class Words:
    """What the catalogue of tables says of itself, in one language; `guide` is how to read it."""

    title: str
    generated: str
    what: str
    reading: str
    guide: tuple[str, ...]
    contents: str
    opposite: str
    fact: str
    when: str
    both: str
    speaking: str
    disputed: str
    example: str
    also: str
    same: str
    footnote: str
    footnotes: str
    in_footnote: str
    verdicts: dict[Verdict, str]


_DUTCH = Words(
    title="Catalogus van beslistabellen",
    generated=(
        "*Gemaakt uit de tabellen en de tekst met `python -m evaluation.write_rules`; "
        "niet met de hand te wijzigen.*"
    ),
    what=(
        "Alle beslistabellen van Kaderwijzer bij *{title}* van de {publisher}: {tables} juridische "
        "vragen met samen {rows} antwoorden, elk met de woorden van de tekst waarop het rust."
    ),
    reading="Hoe dit te lezen",
    guide=(
        "**Volgorde.** De tabellen volgen de tekst: elke staat bij de paragraaf waarin haar eerste "
        "citaat staat. De opschriften zijn die van de tekst.",
        "**Vraag.** Vet staat de vraag die de tabel beantwoordt, daarachter de naam van de tabel. "
        "Klein staat dezelfde vraag andersom; wie het zo vraagt, krijgt nee waar hier ja staat, en "
        "ja waar hier nee staat.",
        "**Feiten.** Hangt het antwoord af van feiten, dan staan die er met een letter bij: wat "
        "wordt gevraagd, en cursief wat daarop kan worden geantwoord. Bij elke combinatie past "
        "precies één antwoord; een feit dat bij een antwoord niet wordt genoemd, doet daar niet ter "
        "zake. Een tabel zonder feiten heeft één antwoord.",
        "**Aan het woord.** De tekst geeft weer wat de wet, de wetsgeschiedenis, de minister en "
        "anderen zeggen, en wat de Commissie zelf vindt. Bij elk antwoord staat wiens woorden of "
        "standpunt het zijn: een standpunt is nog geen wet.",
        "**Betwist.** Zo gemerkt is een antwoord waarover de tekst meer dan één standpunt weergeeft. "
        "Aan het woord is dan wie het antwoord geeft; de citaten van alle standpunten staan erbij.",
        "**Citaat.** Letterlijk, met de plaats: II.iv.3 is de derde alinea van paragraaf II.iv (een "
        "ingesprongen citaat telt mee), p. de gedrukte bladzijde; daarna de voetnoten die in het "
        "citaat worden aangeroepen. Van verdere citaten staat alleen de plaats vermeld.",
        "**Voorbeelden.** Bedachte gevallen waarop het antwoord van toepassing is; zij staan niet in "
        "de tekst. De antwoorden zijn samenvattingen: beslissend is het citaat in zijn verband.",
    ),
    contents="Inhoud, met het aantal tabellen",
    opposite="Andersom",
    fact="Feit",
    when="Als",
    both="en",
    speaking="Aan het woord",
    disputed="Betwist: de tekst geeft hierover meer dan één standpunt weer.",
    example="Voorbeelden",
    also="ook",
    same="elders in dezelfde alinea",
    footnote="voetnoot",
    footnotes="voetnoten",
    in_footnote="in voetnoot",
    verdicts={Verdict.YES: "Ja", Verdict.NO: "Nee", Verdict.DEPENDS: "Dat hangt ervan af"},
)

_ENGLISH = Words(
    title="Catalogue of decision tables",
    generated=(
        "*Generated from the tables and the text by `python -m evaluation.write_rules`; "
        "do not edit by hand.*"
    ),
    what=(
        "All decision tables of Kaderwijzer on *{title}* by the {publisher}: {tables} legal "
        "questions with {rows} answers in all, each with the words of the text on which it rests."
    ),
    reading="How to read this",
    guide=(
        "**Order.** The tables follow the text: each stands with the section in which its first "
        "quote stands. The headings are those of the text, in Dutch.",
        "**Question.** In bold stands the question that the table answers, then the table's name. "
        "In small stands the same question the other way round; whoever asks it so gets no where "
        "it says yes here, and yes where it says no.",
        "**Facts.** Where the answer hinges on facts, they are listed with a letter: what is asked, "
        "and in italics what can be answered. Exactly one answer fits each combination; a fact that "
        "an answer does not name does not matter there. A table without facts has one answer.",
        "**Speaking.** The text reports what the statute, the legislative history, the minister and "
        "others say, and what the Committee itself holds. With each answer stands whose words or "
        "position it is: a position is not yet the law.",
        "**Disputed.** An answer is so marked if the text reports more than one position on it. "
        "Speaking is then whoever gives the answer; the quotes of all positions stand with it.",
        "**Quote.** Verbatim, in Dutch, with its place: II.iv.3 is the third paragraph of section "
        "II.iv (an indented quotation counts), p. the printed page; then the footnotes called in the "
        "quote. Of further quotes only the place is given.",
        "**Examples.** Invented cases to which the answer applies; they do not stand in the text. "
        "The answers are summaries, and the English is unofficial: what decides is the Dutch quote "
        "in its context.",
    ),
    contents="Contents, with the number of tables",
    opposite="The other way round",
    fact="Fact",
    when="If",
    both="and",
    speaking="Speaking",
    disputed="Disputed: the text reports more than one position on this.",
    example="Examples",
    also="also",
    same="elsewhere in the same paragraph",
    footnote="footnote",
    footnotes="footnotes",
    in_footnote="in footnote",
    verdicts={Verdict.YES: "Yes", Verdict.NO: "No", Verdict.DEPENDS: "It depends"},
)

WORDS = {Language.DUTCH: _DUTCH, Language.ENGLISH: _ENGLISH}
