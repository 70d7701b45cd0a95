"""Twenty visitors at once on one process: each gets the right answer to the question that was asked."""

from __future__ import annotations

import asyncio
from itertools import islice

import pytest
from tests.browser.serving import running_app
from tests.browser.sessions import answers, ask, open_session

USERS = 20


@pytest.mark.allow_hosts(["localhost", "127.0.0.1", "::1"])
def test_twenty_in_the_same_instant_get_their_own_right_answers(index_for_tests, assistant) -> None:
    asked = [assistant.tables.get(name).question.nl for name in islice(assistant.tables, USERS)]
    assert len(set(asked)) == USERS
    with running_app() as home:
        pages = asyncio.run(_together(home, asked))
    for question, page in zip(asked, pages, strict=True):
        given = assistant.ask(question)
        assert answers(page, question, given.quotes[0].text), question
        told = {question, *(reading.reading for reading in given.judged.readings)}
        assert [other for other in asked if other in page and other not in told] == []


async def _together(home: str, asked: list[str]) -> list[str]:
    sessions = [await open_session(home) for _ in asked]
    pairs = zip(sessions, asked, strict=True)
    given = await asyncio.gather(*(ask(*pair) for pair in pairs))
    await asyncio.gather(*(session.close() for session in sessions))
    return [page for page, _ in given]
