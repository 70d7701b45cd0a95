"""A publisher of the tests' own on 127.0.0.1: each address gives what a test says, in order."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TYPES = {".xml": "application/xml", ".pdf": "application/pdf", ".html": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Reply:
    """What the server answers once; `size` streams that many bytes, `cut` leaves off the end.

    With `ranges` the server gives the rest of the body where it is asked for under the right mark.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: int = 0
    size: int = 0
    announced: bool = True
    ranges: bool = False


@dataclass
class Publisher:
    """The server: its address, what it answers, and what it was asked and sent."""

    base: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ranges: list[str | None] = field(default_factory=list)
    sent: int = 0

    def serve(self, path: str, *replies: Reply) -> None:
        """Give these answers at a path, one after the other; the last one stays."""
        self.replies[path] = list(replies)

    def document(self, path: str, body: bytes, **changes: object) -> Reply:
        """Serve a document at a path with the type that its suffix has."""
        suffix = path[path.rindex(".") :]
        reply = Reply(body, headers={"Content-Type": TYPES[suffix]}, **changes)  # type: ignore[arg-type]
        self.serve(path, reply)
        return reply

    def next(self, path: str) -> Reply:
        self.asked.append(path)
        waiting = self.replies.get(path, [Reply(b"niet gevonden", 404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def publisher() -> Iterator[Publisher]:
    """Run a server for the length of a test."""
    site = Publisher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    site.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _rest(reply: Reply, asked: Message) -> Reply:
    """Return the rest of a body where that is asked for under the mark that it has."""
    range, mark = asked.get("Range"), asked.get("If-Range")
    if not (reply.ranges and range and mark == reply.headers.get("ETag")):
        return reply
    first, size = int(range.removeprefix("bytes=").rstrip("-")), len(reply.body)
    headers = {"Content-Range": f"bytes {first}-{size - 1}/{size}", **reply.headers}
    return replace(reply, body=reply.body[first:], status=206, headers=headers)


def _handler(site: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.ranges.append(self.headers.get("Range"))
            reply = _rest(site.next(self.path), self.headers)
            time.sleep(reply.delay)
            try:
                self._answer(reply)
            except OSError:
                self.close_connection = True  # the client went away, as it should

        def _answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.announced:
                self.send_header("Content-Length", str(reply.size or len(reply.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self._send(reply.body[: len(reply.body) - reply.cut])
            block = b" " * 65536
            while site.sent < reply.size:
                self._send(block)
            self.close_connection = True

        def _send(self, data: bytes) -> None:
            self.wfile.write(data)
            site.sent += len(data)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
