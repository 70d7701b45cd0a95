"""Everything that can go wrong and what to do about it.

    KaderwijzerError
    ├── CorpusError       a manifest, document or annotation that cannot be used
    │   └── AnchorError   a note about the text whose text has changed
    ├── ModelError        the embedding model is missing, damaged or of another kind
    ├── IndexProblem      the index is missing, damaged or foreign
    │   └── StaleIndex    the corpus or the settings changed after the index was built
    └── QuestionError     a question that cannot be read

Each message says what is wrong, where, and what to do next, in one line per fault.
"""

from __future__ import annotations


class KaderwijzerError(Exception):
    """Base of all errors that a user can act upon."""


class CorpusError(KaderwijzerError):
    """A manifest, document or annotation cannot be used."""


class AnchorError(CorpusError):
    """A note about the text no longer stands on the text that it was written for."""


class ModelError(KaderwijzerError):
    """The embedding model is missing, damaged or not the one the index was built with."""


class IndexProblem(KaderwijzerError):
    """The index is missing, damaged or not ours."""


class StaleIndex(IndexProblem):
    """The corpus, the model or the settings changed after the index was built."""


class QuestionError(KaderwijzerError):
    """A question is empty, too long or not text."""
