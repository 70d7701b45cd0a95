"""A visitor's session without a browser: it speaks the app's protocol, from a link to the end of its page.

Shared by the test and the timing of many visitors at once.
"""

from __future__ import annotations

from html import escape
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from websockets import ClientConnection


async def open_session(home: str) -> ClientConnection:
    """Return a session that has not asked for a page yet."""
    from websockets import connect
    from websockets.typing import Origin, Subprotocol

    address = f"ws{home.removeprefix('http')}/_stcore/stream"
    streamlit = Subprotocol("streamlit")
    return await connect(address, subprotocols=[streamlit], origin=Origin(home), max_size=None)


async def ask(socket: ClientConnection, question: str) -> tuple[str, float]:
    """Ask by a link, in Dutch; return the HTML of the page and after how many milliseconds it was whole."""
    asking, shown = BackMsg(), []
    asking.rerun_script.query_string = urlencode({"q": question, "lang": "nl"})
    start = perf_counter()
    await socket.send(asking.SerializeToString())
    async for data in socket:
        assert isinstance(data, bytes)
        said = ForwardMsg.FromString(data)
        shown.append(said.delta.new_element.html.body)
        if said.WhichOneof("type") == "script_finished":
            break
    return "".join(shown), (perf_counter() - start) * 1000


def answers(page: str, question: str, proof: str) -> bool:
    """Tell whether a page answers this question, with this passage as the first that it quotes."""
    asked = f'<h2 class="kw-asked" lang="nl">{escape(question)}</h2>'
    quotes = page.split('<blockquote class="kw-quote"')[1:]
    return page.count("<h2 ") == 1 and asked in page and escape(proof) in quotes[0]
