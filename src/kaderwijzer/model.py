"""The nouns of Kaderwijzer, in the order in which they flow: from file to answer.

Every value here is frozen and has no logic; what crosses from one stage to the next is one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NewType

DocumentId = NewType("DocumentId", str)
SectionId = NewType("SectionId", str)
ParagraphId = NewType("ParagraphId", str)


class Language(Enum):
    """The two languages of questions and answers."""

    DUTCH = "nl"
    ENGLISH = "en"


class RefusalReason(Enum):
    """Why a question gets no answer."""

    OUTSIDE_CORPUS = "outside_corpus"
    LATER_LAW = "later_law"
    NOT_IN_TEXT = "not_in_text"
    UNREADABLE = "unreadable"


# --- read ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Regime:
    """The law a document describes, and when that law was in force (ISO dates)."""

    law: str
    in_force_from: str
    in_force_until: str | None
    succeeded_by: str | None


@dataclass(frozen=True)
class Layout:
    """What is particular about the typesetting of one document; all of it stands in the manifest."""

    page_start: str | None = None
    furniture: tuple[str, ...] = ()
    lost_hyphens: tuple[str, ...] = ()
    paragraph_starts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One document of the corpus as its manifest describes it; `date` and `as_of` are ISO dates."""

    id: DocumentId
    file: str
    title: str
    title_en: str
    kind: str
    publisher: str
    date: str
    language: Language
    first_page: int
    sha256: str
    regime: Regime
    layout: Layout


@dataclass(frozen=True)
class Page:
    """A page by its printed number, as character offsets into the source text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """A document's untouched text with its pages; offsets everywhere point into `text`."""

    entry: Entry
    text: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters in a source text."""

    start: int
    end: int


class RegionKind(Enum):
    """What a character of the source belongs to; each belongs to exactly one."""

    HEADING = "heading"
    BODY = "body"
    BLOCK_QUOTE = "block_quote"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"
    WHITE_SPACE = "white_space"


@dataclass(frozen=True, slots=True)
class Region:
    """A run of characters of one kind."""

    kind: RegionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that the reading text and the source have in common."""

    clean: int
    source: int
    length: int


@dataclass(frozen=True)
class CleanText:
    """Text as it is read (wrapped words whole, markers out) with the map back to the source."""

    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Marker:
    """Where a footnote is called: its number, its digits in the source, its place in the clean text."""

    number: int
    source: Span
    clean: int


@dataclass(frozen=True)
class Section:
    """A chapter or section: `id` such as "II.iii", its printed heading, and its heading's place."""

    id: SectionId
    title: str
    span: Span


class ParagraphKind(Enum):
    """The kinds of text that can be quoted."""

    BODY = "body"
    BLOCK_QUOTE = "block_quote"
    FOOTNOTE = "footnote"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, block quote or footnote; `sentences` are ranges of `clean.text`."""

    id: ParagraphId
    kind: ParagraphKind
    section: SectionId
    pages: tuple[int, ...]
    clean: CleanText
    sentences: tuple[Span, ...]
    markers: tuple[Marker, ...]


@dataclass(frozen=True)
class Document:
    """A document as read: its source, sections, paragraphs in order, and the kind of every character."""

    source: Source
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    regions: tuple[Region, ...]


class Authority(Enum):
    """Whose words or position a sentence reports."""

    STATUTE = "statute"
    HISTORY = "history"
    COMMITTEE = "committee"
    MINISTER = "minister"
    CABINET = "cabinet"
    EVALUATION = "evaluation"
    PARLIAMENT = "parliament"
    SOURCE = "source"
    DOCUMENT = "document"


@dataclass(frozen=True)
class SentenceNote:
    """What was written down about one sentence: who speaks, and an unofficial translation."""

    authority: Authority
    english: str | None


@dataclass(frozen=True)
class WrittenQuestion:
    """A question that sentences of a paragraph answer; `sentences` are numbers from 0."""

    document: DocumentId
    paragraph: ParagraphId
    sentences: tuple[int, ...]
    language: Language
    text: str


@dataclass(frozen=True)
class Term:
    """A term of art in both languages, the other words people use for it, and its anchor."""

    document: DocumentId
    paragraph: ParagraphId
    quote: str
    dutch: str
    english: str
    dutch_also: tuple[str, ...]
    english_also: tuple[str, ...]
    explained_dutch: str
    explained_english: str


@dataclass(frozen=True)
class OutsideQuestion:
    """A question near the subject that the corpus does not answer, and why."""

    language: Language
    text: str
    reason: RefusalReason
    topic: str


@dataclass(frozen=True)
class Annotations:
    """All that was written about the corpus; notes by document and paragraph, one per sentence."""

    notes: dict[tuple[DocumentId, ParagraphId], tuple[SentenceNote, ...]]
    questions: tuple[WrittenQuestion, ...]
    terms: tuple[Term, ...]
    outside: tuple[OutsideQuestion, ...]


@dataclass(frozen=True)
class Corpus:
    """Everything that the index is built from; `sha256` covers every file that was read."""

    documents: tuple[Document, ...]
    annotations: Annotations
    sha256: str


# --- search ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """A sentence of the corpus: positions of its document, paragraph and sentence, from 0."""

    document: int
    paragraph: int
    sentence: int


class KeyKind(Enum):
    """The kinds of text by which sentences are found."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    TRANSLATION = "translation"
    QUESTION = "question"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Key:
    """A text that leads to sentences, or (OUTSIDE) to none; `units` are positions of units."""

    kind: KeyKind
    language: Language
    text: str
    units: tuple[int, ...]


@dataclass(frozen=True)
class Passages:
    """All sentences of the corpus, and all texts by which they are found."""

    units: tuple[Unit, ...]
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Neighbours:
    """Which written questions lie nearest to a question, those the corpus answers or those outside.

    `inside` and `outside` are the best cosines; `dense`, `stems` and `groups` the share of outside
    questions among the ten nearest by each engine; `nearest_outside` positions of outside questions.
    """

    inside: float
    outside: float
    dense: float
    stems: float
    groups: float
    nearest_outside: tuple[int, ...]


# --- cite ---

CitationId = NewType("CitationId", str)
LawId = NewType("LawId", str)


class CitationKind(Enum):
    """What a citation or a look-up match points to."""

    KAMERSTUK = "kamerstuk"
    HANDELINGEN = "handelingen"
    AANHANGSEL = "aanhangsel"
    REPORT = "report"
    STATUTE = "statute"
    FOREIGN_LAW = "foreign_law"
    SECTION = "section"
    CASE = "case"
    STAATSBLAD = "staatsblad"
    FOOTNOTE = "footnote"


class Chamber(Enum):
    """The two houses of the States General, by their number in citations."""

    FIRST = "I"
    SECOND = "II"


class PaperPart(Enum):
    """Which part of a parliamentary paper is cited."""

    PAPER = "paper"
    ATTACHMENT = "bijlage"
    REPRINT = "herdruk"


@dataclass(frozen=True)
class Kamerstuk:
    """A parliamentary paper; `session` such as "1999-2000", `dossier` without a space."""

    chamber: Chamber | None
    session: str | None
    dossier: str
    chapter: str | None
    number: str
    part: PaperPart = PaperPart.PAPER


@dataclass(frozen=True)
class Handelingen:
    """Minutes of a sitting; before 2010 and in careless citations without an item."""

    chamber: Chamber
    session: str
    number: str
    item: str | None


@dataclass(frozen=True)
class Aanhangsel:
    """Written questions with their answers, in the appendix to the minutes."""

    chamber: Chamber
    session: str
    number: str


@dataclass(frozen=True)
class Report:
    """A report with an identifier of our own: "ctivd-22a", "dessens-2013"."""

    id: str


@dataclass(frozen=True)
class Article:
    """An article of a law, or one of its members; `law` is a BWB number or a name of our own."""

    law: LawId
    article: str
    member: str | None


@dataclass(frozen=True)
class SectionReference:
    """A section of this document, or (without a document) of one that is not at hand."""

    document: DocumentId | None
    section: str


@dataclass(frozen=True)
class Case:
    """A judgment by its European case-law identifier."""

    ecli: str


@dataclass(frozen=True)
class Staatsblad:
    """An issue of the bulletin of acts and decrees."""

    year: str
    number: str


Reference = (
    Kamerstuk | Handelingen | Aanhangsel | Report | Article | SectionReference | Case | Staatsblad
)


class PinpointKind(Enum):
    """The units in which a citation points into its source, by their Dutch abbreviation."""

    PAGE = "p."
    CHAPTER = "hoofdstuk"
    PARAGRAPH = "paragraaf"
    PART = "onder"
    ATTACHMENT = "bijlage"


@dataclass(frozen=True)
class Pinpoint:
    """Where in its source a citation points: ranges from first to last, "e.v." if `onward`."""

    kind: PinpointKind
    ranges: tuple[tuple[str, str], ...] = ()
    onward: bool = False


class Existence(Enum):
    """What is known of an identifier: on the official list, of the right form, or one of several."""

    KNOWN = "known"
    UNCHECKED = "follows_scheme"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Note:
    """Words of our own beside a citation, in both languages."""

    nl: str
    en: str


@dataclass(frozen=True)
class Citation:
    """One source cited at one place; an enumeration gives one citation per article and member.

    `probable` is the identifier that was probably meant where the printed one is odd.
    """

    id: CitationId
    kind: CitationKind
    reference: Reference
    label: str
    verbatim: str
    document: DocumentId
    page: int
    section: SectionId
    footnote: int | None
    spans: tuple[Span, ...]
    pinpoint: Pinpoint | None
    proposition: str
    url: str | None
    existence: Existence
    candidates: tuple[CitationId, ...] = ()
    probable: CitationId | None = None
    notes: tuple[Note, ...] = ()


class LookUpStatus(Enum):
    """How a look-up ended; "not cited" never means "does not exist"."""

    FOUND = "found"
    NOT_CITED = "not_cited"
    AMBIGUOUS = "ambiguous"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True)
class Occurrence:
    """One place at which a source is cited (or a note or section stands)."""

    document: DocumentId
    footnote: int | None
    page: int
    section: SectionId
    text: str
    spans: tuple[Span, ...]
    pinpoint: Pinpoint | None
    proposition: str
    as_printed: CitationId
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class SourceMatch:
    """A source with the places that rely on it."""

    id: CitationId
    kind: CitationKind
    label: str
    url: str | None
    held: bool
    existence: Existence
    candidates: tuple[CitationId, ...]
    notes: tuple[Note, ...]
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True)
class Suggestion:
    """A source that is cited, near to one that is not."""

    id: CitationId
    label: str


@dataclass(frozen=True)
class LookUp:
    """The answer to a citation query."""

    query: str
    status: LookUpStatus
    matches: tuple[SourceMatch, ...]
    suggestions: tuple[Suggestion, ...]
    explanation: Note


# --- decide ----------------------------------------------------------------------------------


class Verdict(Enum):
    """The answer to a yes/no question as it was asked."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"


class Polarity(Enum):
    """Whether a question asks a table's canonical question or the same the other way round."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


@dataclass(frozen=True)
class Bilingual:
    """Our own words in Dutch and English."""

    nl: str
    en: str


@dataclass(frozen=True)
class Anchor:
    """A verbatim quote and the paragraph in which it stands."""

    paragraph: str
    quote: str


@dataclass(frozen=True)
class FactValue:
    """One value of a fact, and the words by which people say so."""

    id: str
    label: Bilingual
    dutch_cues: tuple[str, ...]
    english_cues: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A fact on which the text makes an answer hinge; each of its values is named."""

    id: str
    ask: Bilingual
    values: tuple[FactValue, ...]


@dataclass(frozen=True)
class Row:
    """A row of a decision table: when it fits, the verdict, who says so, and the proof."""

    when: tuple[tuple[str, str], ...]
    verdict: Verdict
    disputed: bool
    conclusion: Bilingual
    authority: Authority
    anchors: tuple[Anchor, ...]
    scenarios: tuple[Bilingual, ...]


@dataclass(frozen=True)
class AskedAs:
    """How a phrasing asks its table: with which polarity, stating which facts."""

    polarity: Polarity
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Phrasing:
    """A question as people ask it."""

    asked: AskedAs
    language: Language
    text: str


@dataclass(frozen=True)
class Template:
    """A legal question as a decision table, with the ways in which people ask it."""

    id: str
    title: Bilingual
    question: Bilingual
    opposite: Bilingual
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]
    phrasings: tuple[Phrasing, ...]


@dataclass(frozen=True)
class Signals:
    """What the models that read say of a statement, by position in their list of heads.

    `topics` are log odds over tables; `polarities` the log odds per table that yes denies its canonical
    question; `facts` log odds over all values of all facts; `inside` the log odds that the text answers.
    """

    topics: tuple[float, ...]
    polarities: tuple[float, ...]
    facts: tuple[float, ...]
    inside: float


class FactSource(Enum):
    """How a fact is known: said in the question, read into it, or set by whoever asks."""

    STATED = "stated"
    INFERRED = "inferred"
    GIVEN = "given"


@dataclass(frozen=True)
class KnownFact:
    """A fact with its value, and the words of the question that say so (empty where none stand out)."""

    id: str
    value: str
    source: FactSource
    evidence: str


@dataclass(frozen=True)
class Reading:
    """A way to read a question: which table it asks, how, with which facts, and how likely that is.

    `turn` are the log odds of its polarity, whichever it is; `told` the lowest chance with which one of its
    facts was read as it is (1 without facts).
    """

    template: str
    polarity: Polarity
    facts: tuple[KnownFact, ...]
    probability: float
    turn: float = 0.0
    told: float = 1.0


@dataclass(frozen=True)
class MissingFact:
    """A fact that is not known, and the verdict that each of its values would give."""

    id: str
    ask: Bilingual
    changes: tuple[tuple[str, Verdict], ...]


@dataclass(frozen=True)
class Decision:
    """What a table decides: the verdict as asked, the rows that may apply, what is missing."""

    template: str
    verdict: Verdict
    rows: tuple[Row, ...]
    missing: tuple[MissingFact, ...]


# --- answer ----------------------------------------------------------------------------------


class Kind(Enum):
    """What an answer is."""

    VERDICT = "verdict"
    PASSAGE = "passage"
    CLARIFICATION = "clarification"
    REFUSAL = "refusal"


class Confidence(Enum):
    """How sure the program is that the quotes answer the question."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Role(Enum):
    """Whether a quote carries the answer or surrounds it."""

    BASIS = "basis"
    CONTEXT = "context"


@dataclass(frozen=True)
class Quote:
    """Whole sentences of one paragraph, verbatim, with their place; `sentences` count from 0.

    `authority` is the speaker of most of the sentences, `speakers` all of them in order. `title` is
    that of the document where it is another than the framework, `regime` its law, `paged` whether it
    prints pages.
    """

    text: str
    document: DocumentId
    pages: tuple[int, ...]
    section: SectionId
    paragraph: ParagraphId
    sentences: tuple[int, ...]
    spans: tuple[Span, ...]
    footnotes: tuple[int, ...]
    authority: Authority
    speakers: tuple[Authority, ...]
    translation: str | None
    role: Role
    title: str | None
    regime: Regime
    as_of: str
    paged: bool


@dataclass(frozen=True)
class Rule:
    """The table that an answer rests on, and the canonical question as which the question was read."""

    id: str
    title: str
    reading: str


@dataclass(frozen=True)
class Missing:
    """A fact that would settle the verdict: what to ask, and what each value would give."""

    id: str
    question: str
    changes: tuple[tuple[str, Verdict], ...]


@dataclass(frozen=True)
class Alternative:
    """One of the readings between which the program is not sure, with the verdict it would get.

    `facts` are those that were read for it, on which that verdict rests.
    """

    rule: str
    reading: str
    verdict: Verdict
    facts: tuple[KnownFact, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What an answer says beyond its quotes where it rests on a decision table."""

    verdict: Verdict | None
    disputed: bool
    rule: Rule | None
    facts: tuple[KnownFact, ...]
    missing: tuple[Missing, ...]
    readings: tuple[Alternative, ...]


@dataclass(frozen=True)
class Cited:
    """A source that a passage relies on: its label with pinpoint, where it is cited, its address."""

    id: str
    label: str
    document: DocumentId
    footnote: int | None
    spans: tuple[Span, ...]
    url: str | None
    held: bool


@dataclass(frozen=True)
class Refusal:
    """Why a question gets no answer, in the question's language; `instead` are questions that do."""

    reason: RefusalReason
    explanation: str
    instead: tuple[Alternative, ...]


@dataclass(frozen=True)
class Receipt:
    """What an answer was made from: enough to make it again."""

    corpus_sha256: str
    rules_sha256: str
    index: str
    version: str


@dataclass(frozen=True)
class Answer:
    """An answer to one question; `milliseconds` is the time it took.

    `judged` is empty (no verdict, no rule) where the answer does not rest on a decision table.
    """

    id: str
    question: str
    language: Language
    kind: Kind
    conclusion: str
    judged: Judged
    quotes: tuple[Quote, ...]
    citations: tuple[Cited, ...]
    refusal: Refusal | None
    nearest: tuple[Quote, ...]
    confidence: Confidence
    regime: Regime
    as_of: str
    receipt: Receipt
    milliseconds: float
