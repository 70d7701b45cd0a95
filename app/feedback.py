"""What a reader thinks of an answer → one line of JSON in a file on this machine.

`python -m evaluation.import_feedback FILE` makes rows for the evaluation of it.
"""

from __future__ import annotations

import json
import os
from functools import partial
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any

import streamlit as st

from app.texts import words
from kaderwijzer.answer.render import to_json
from kaderwijzer.model import Answer, Language
from kaderwijzer.pipeline import today

SCHEMA = "kaderwijzer-feedback/1"
JUDGEMENTS = ("right", "wrong", "wrong_passage")
_MOST_CHARACTERS = 2000
_OUTCOME = "feedback-outcome"
_ONE_AT_A_TIME = Lock()  # visitors are threads of one process

_word = partial(words, "feedback")


def feedback_file() -> Path:
    """Return the file that receives feedback: KADERWIJZER_FEEDBACK, or one among the user's data."""
    import platformdirs

    chosen = os.environ.get("KADERWIJZER_FEEDBACK")
    return Path(chosen) if chosen else platformdirs.user_data_path("kaderwijzer") / "feedback.jsonl"


# --- asking for it -------------------------------------------------------------------------------


def asking(given: Answer, language: Language) -> None:
    """Ask whether an answer is right; say what of it is kept, and where."""
    outcome = st.session_state.pop(_OUTCOME, None)
    with st.expander(_word(language, "heading"), expanded=outcome is not None):
        path = escape(str(feedback_file()))
        st.html(f'<p class="kw-note">{_word(language, "note")}<br><b>{path}</b></p>')
        judged, remarks = f"feedback-judged-{given.id}", f"feedback-words-{given.id}"
        with st.form("feedback", border=False, enter_to_submit=False):
            st.segmented_control(
                _word(language, "judged"),
                JUDGEMENTS,
                format_func=lambda each: _word(language, each),
                key=judged,
            )
            st.text_area(
                _word(language, "words"),
                key=remarks,
                max_chars=_MOST_CHARACTERS,
                placeholder=_word(language, "placeholder"),
            )
            st.form_submit_button(
                _word(language, "keep"), on_click=_keep, args=(given, judged, remarks)
            )
        _say(outcome, language)


def _keep(given: Answer, judged: str, remarks: str) -> None:
    """Keep what was said of the answer that was shown; the form is empty after that."""
    state = st.session_state
    if not state[judged]:
        state[_OUTCOME] = "choose_first", ""
        return
    try:
        append(feedback_file(), record(given, state[judged], state[remarks].strip()))
    except OSError as error:
        state[_OUTCOME] = "failed", str(error)
    else:
        state[_OUTCOME] = "kept", ""
        state[judged], state[remarks] = None, ""


def _say(outcome: tuple[str, str] | None, language: Language) -> None:
    if outcome is None:
        return
    name, said = outcome
    show = {"kept": st.success, "choose_first": st.warning, "failed": st.error}[name]
    show(_word(language, name))
    if said:
        st.text(said)


# --- keeping it ----------------------------------------------------------------------------------


def record(given: Answer, judged: str, remarks: str) -> dict[str, Any]:
    """Return what is kept of an answer and of what was said of it."""
    answer = to_json(given, today())
    rule, first = answer["rule"], next(iter(answer["quotes"]), None)
    return {
        "schema": SCHEMA,
        "judged": judged,
        "words": remarks,
        **{name: answer[name] for name in ("question", "language", "kind", "verdict")},
        "facts": [{name: f[name] for name in ("id", "value", "source")} for f in answer["facts"]],
        "rule": rule and rule["id"],
        "quote": first and {n: first[n] for n in ("document", "paragraph", "page", "spans")},
        "receipt": answer["receipt"],
    }


def append(path: Path, kept: dict[str, Any]) -> None:
    """Add a record to a file as one line: the whole of it, or nothing.

    Raises OSError where that does not succeed.
    """
    line = json.dumps(kept).encode("ascii") + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with _ONE_AT_A_TIME, path.open("ab", buffering=0) as file:
        before = file.tell()
        if file.write(line) != len(line):
            file.truncate(before)
            raise OSError(f"{path}: no room on the disk")
