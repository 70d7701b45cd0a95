"""How long a visitor waits: for an answer, alone and with others, and after a switch of a fact.

    python -m benchmarks.users [--users 20]

In the browser the time runs in the page: from the key Enter to the end of the answer, and from the click
on a value of a fact to the new verdict. It holds the browser's own work, and here all browsers share one
machine with the app, which their owners would not. So the app is measured without them too: sessions that
speak its protocol, from a link with a question to the end of the answer, which must be the right one.
Twenty at work at once ask one question after the other, each with a second to read the answer, on average:
nobody reads so fast. Asked in the same instant, the last one waits for the work of all. Needs the extra
`browser`, Chromium and a built index.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Sequence
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from tests.browser.serving import open_browser, running_app
from tests.browser.sessions import answers, ask, open_session
from tests.browser.visiting import TABLE, visitor

import kaderwijzer

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from websockets import ClientConnection

USERS = 20
ROUNDS = 5  # questions of each user at work
SECONDS = 1.0  # between an answer and the next question of someone at work, on average
SWITCHES = 20
# How long each step of the page takes from the key Enter on, until its answer stands there and it rests.
_WATCH = """question => {
  let start = 0;
  document.addEventListener("keydown", () => { start = performance.now(); }, {once: true});
  window.waited = new Promise(done => {
    const look = (_, watch) => {
      const asked = document.querySelector(".kw-asked"), end = document.querySelector(".kw-receipt");
      const rest = document.querySelector("[data-test-script-state=notRunning]");
      if (!(start && rest && end && asked?.textContent === question)) return;
      watch.disconnect();
      done(performance.now() - start);
    };
    new MutationObserver(look).observe(document, {subtree: true, childList: true,
      attributes: true, characterData: true});
  });
}"""
# From the click on a value of a fact until the word of the verdict is another, and until the page rests.
_SWITCH = """value => new Promise(done => {
  const word = () => document.querySelector(".kw-word")?.textContent, before = word();
  let changed = 0;
  const look = (_, watch) => {
    const now = word(), rest = document.querySelector("[data-test-script-state=notRunning]");
    if (!changed && now && now !== before) changed = performance.now() - start;
    if (!changed || !rest) return;
    watch.disconnect();
    done([changed, performance.now() - start]);
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true,
    attributes: true, characterData: true});
  const start = performance.now();
  document.querySelectorAll("[data-testid=stRadio] input")[value].click();
})"""


def together(pages: Sequence[Page], asked: Sequence[str]) -> list[float]:
    """Return how many milliseconds each visitor waits when all send their question at once."""
    for page, question in zip(pages, asked, strict=True):
        page.get_by_test_id("stForm").first.get_by_role("textbox").fill(question)
        page.evaluate(_WATCH, question)
    for page in pages:
        page.keyboard.press("Enter")
    return [page.evaluate("() => window.waited") for page in pages]


def alone(page: Page, asked: Sequence[str]) -> list[float]:
    """Return how long one visitor waits for each of the questions in turn."""
    return [took for question in asked for took in together([page], [question])]


def switched(page: Page, times: int = SWITCHES) -> tuple[list[float], list[float]]:
    """Return how long the new verdict takes, and how long the whole page, for each switch of a fact."""
    took = [page.evaluate(_SWITCH, number % 2) for number in range(times)]
    verdict, whole = zip(*took, strict=True)
    return list(verdict), list(whole)


# --- without browsers --------------------------------------------------------------------------


Asked = dict[str, str]  # per question the passage that must prove its answer


async def sessions(
    home: str, asked: Asked, users: int
) -> tuple[list[float], list[float], list[float]]:
    """Return how long sessions wait for the answer to a link.

    One after the other; as many at work at once; and all in the same instant. Every question is another one.
    """
    pairs = iter(asked.items())
    await _wait(await open_session(home), *next(pairs))  # the model is warm in all
    one = [await _wait(await open_session(home), *next(pairs)) for _ in range(users)]
    rng = random.Random(0)
    work = await asyncio.gather(
        *(_work(home, list(islice(pairs, ROUNDS)), rng) for _ in range(users))
    )
    opened = [await open_session(home) for _ in range(users)]
    many = await asyncio.gather(*(_wait(socket, *next(pairs)) for socket in opened))
    return one, [took for each in work for took in each], list(many)


async def _work(home: str, asked: Sequence[tuple[str, str]], rng: random.Random) -> list[float]:
    """Ask questions one after the other, each some time after the answer to the one before."""
    opened = [await open_session(home) for _ in asked]
    took = []
    for socket, pair in zip(opened, asked, strict=True):
        await asyncio.sleep(rng.uniform(0, 2 * SECONDS))
        took.append(await _wait(socket, *pair))
    return took


async def _wait(socket: ClientConnection, question: str, proof: str) -> float:
    """Return how many milliseconds a session waits for an answer, which must be the right one."""
    page, took = await ask(socket, question)
    assert answers(page, question, proof), question
    return took


def line(name: str, took: Sequence[float]) -> str:
    """Return a line with the median and the longest of some waits."""
    return f"{name}: median {median(took):.0f} ms, longest {max(took):.0f} ms ({len(took)})"


def main() -> None:
    """Print the medians and the longest waits."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=USERS, help="how many ask at once")
    users = parser.parse_args().users
    assistant = kaderwijzer.load()
    tables = assistant.tables
    asked = [tables.get(name).question.nl for name in islice(tables, (ROUNDS + 2) * users + 1)]
    expected = {question: assistant.ask(question).quotes[0].text for question in asked}
    with running_app() as home:
        one, work, many = asyncio.run(sessions(home, expected, users))
    print(line("the app alone, one session", one), flush=True)
    print(line(f"the app alone, {users} at work at once", work), flush=True)
    print(line(f"the app alone, {users} in the same instant", many), flush=True)
    with running_app() as home, open_browser() as browser:
        first = visitor(browser, home).open()
        alone(first, asked[-2:])  # the model is warm in all
        print(line("in the browser, one visitor", alone(first, asked[:users])), flush=True)
        fact = visitor(browser, home).open(q=tables.get(TABLE).question.nl)
        verdict, whole = switched(fact)
        print(line("a switch, to the new verdict", verdict), flush=True)
        print(line("a switch, to the end of the page", whole), flush=True)
        fact.context.close()
        pages = [visitor(browser, home).open() for _ in range(users)]
        print(
            line(
                f"in the browser, {users} in the same instant",
                together(pages, asked[users : 2 * users]),
            )
        )


if __name__ == "__main__":
    main()
