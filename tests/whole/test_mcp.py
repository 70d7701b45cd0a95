"""The MCP server: spoken to as assistants do (a process, standard input and output), and its reading."""

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from kaderwijzer.cite.place import page as page_at
from kaderwijzer.errors import KaderwijzerError, QuestionError
from kaderwijzer.mcp_server import Tools, add_mcp, server
from kaderwijzer.model import Corpus, Document, ParagraphKind
from kaderwijzer.read.corpus import read_corpus
from kaderwijzer.reading import find_place, read_place

# Starts the command in a process that may open no connection and listen on no port.
START = """
import argparse, socket, sys
def refuse(*_args, **_named):
    raise OSError("the network was used")
class Guarded(socket.socket):
    connect = connect_ex = bind = listen = sendto = refuse
socket.socket, socket.getaddrinfo, socket.create_connection = Guarded, refuse, refuse
from kaderwijzer.mcp_server import add_mcp
parser = argparse.ArgumentParser()
add_mcp(parser.add_subparsers())
options = parser.parse_args(["mcp", *sys.argv[1:]])
sys.exit(options.run(options))
"""


# --- the read tool, on the framework -------------------------------------------------------------


@pytest.fixture(scope="module")
def corpus(corpus_folder: Path) -> Corpus:
    return read_corpus(corpus_folder)


@pytest.mark.parametrize(
    ("place", "kind", "first", "last"),
    [
        ("IV.6", "paragraph", "IV.6", "IV.6"),
        ("iv.6", "paragraph", "IV.6", "IV.6"),
        (" paragraaf  IV.6. ", "paragraph", "IV.6", "IV.6"),
        ("V.vi", "section", "V.vi.1", "V.vi.7"),
        ("section V.vi", "section", "V.vi.1", "V.vi.7"),
        ("§V.vi", "section", "V.vi.1", "V.vi.7"),
        ("hoofdstuk IV", "section", "IV.1", "IV.8"),
        ("14", "page", "IV.5", "IV.7"),
        ("p. 14", "page", "IV.5", "IV.7"),
        ("p14", "page", "IV.5", "IV.7"),
        ("page 14", "page", "IV.5", "IV.7"),
        ("blz. 14", "page", "IV.5", "IV.7"),
        ("3", "page", "I.1", "I.5"),
        ("fn.36", "footnote", "fn.36", "fn.36"),
        ("voetnoot 36", "footnote", "fn.36", "fn.36"),
        ("Footnote 36", "footnote", "fn.36", "fn.36"),
        ("noot 1", "footnote", "fn.1", "fn.1"),
    ],
)
def test_a_place_is_found_as_people_write_it(
    framework: Document, place: str, kind: str, first: str, last: str
) -> None:
    found = find_place(framework, place)
    assert (found.kind, found.paragraphs[0].id, found.paragraphs[-1].id) == (kind, first, last)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("", "a place has 1 to 100 characters"),
        ("x" * 101, "a place has 1 to 100 characters"),
        ("2", "there is no page 2; "),
        ("28", "there is no page 28; "),
        ("fn.0", "there is no footnote 0; "),
        ("IV.9", "there is no section or paragraph 'iv.9'; "),
        ("VII", "there is no section or paragraph 'vii'; "),
        ("<script>", "there is no section or paragraph '<script>'; "),
    ],
)
def test_where_there_is_no_such_place_the_places_are_named(
    framework: Document, place: str, said: str
) -> None:
    with pytest.raises(QuestionError, match=r"sections I, II, II\.i, .*pages 3 to 27") as raised:
        find_place(framework, place)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_every_place_of_the_framework_can_be_read(framework: Document) -> None:
    for section in framework.sections:
        found = find_place(framework, section.id)
        assert found.section is section
        assert all(p.section == section.id for p in found.paragraphs)
    for paragraph in framework.paragraphs:
        found = find_place(framework, paragraph.id)
        assert found.paragraphs == (paragraph,)
        called = {f"fn.{m.number}" for m in paragraph.markers}
        assert {p.id for p in found.footnotes} == called
    shown = {p.id for page in framework.source.pages for p in _all(framework, page.number)}
    assert shown == {p.id for p in framework.paragraphs}


def _all(framework: Document, page: int) -> list[Any]:
    found = find_place(framework, str(page))
    return [*found.paragraphs, *found.footnotes]


def test_what_is_read_is_the_text_word_for_word(corpus: Corpus, framework: Document) -> None:
    source = framework.source.text
    for paragraph in framework.paragraphs:
        (passage,) = read_place(corpus, paragraph.id)["passages"]
        sliced = "".join(source[start:end] for start, end in passage["spans"])
        assert " ".join(sliced.split()) == passage["text"] == paragraph.clean.text
        assert " ".join(s["text"] for s in passage["sentences"]) == passage["text"]
        assert passage["pages"] == list(paragraph.pages)


def test_a_paragraph_has_its_place_speakers_footnotes_and_translation(corpus: Corpus) -> None:
    read = read_place(corpus, "IV.5")
    (passage,) = read["passages"]
    assert read["kind"] == "paragraph"
    assert read["document"] == passage["document"] == "ctivd-juridisch-kader-mivd-2015"
    assert (passage["page"], passage["section"], passage["paragraph"]) == (14, "IV", "IV.5")
    assert passage["kind"] == "body"
    assert [n["paragraph"] for n in read["footnotes"]] == [f"fn.{n}" for n in passage["footnotes"]]
    assert passage["footnotes"]
    speakers = {s["speaker"] for s in passage["sentences"]}
    assert speakers <= {"the statute", "the legislative history", "the Committee (CTIVD)"} | {
        "the minister",
        "the document",
    }
    assert all(s["translation"] for s in passage["sentences"])
    assert passage["translation"] == " ".join(s["translation"] for s in passage["sentences"])
    assert read["called_by"] == read["sections_below"] == []
    assert "Wiv 2002" in read["notice"]
    assert "Not legal advice" in read["notice"]


def test_a_chapter_names_the_sections_below_it(corpus: Corpus) -> None:
    read = read_place(corpus, "II")
    assert read["heading"] == "Artikel 59 en de samenwerkingscriteria"
    assert read["passages"] == []
    assert [s["section"] for s in read["sections_below"]] == [
        f"II.{n}" for n in ("i", "ii", "iii", "iv", "v", "vi")
    ]
    assert read["sections_below"][1]["page"] == 5


def test_a_footnote_tells_where_it_is_called(corpus: Corpus, framework: Document) -> None:
    read = read_place(corpus, "voetnoot 36")
    (caller,) = read["called_by"]
    (paragraph,) = [p for p in framework.paragraphs if any(m.number == 36 for m in p.markers)]
    assert caller == {"paragraph": paragraph.id, "section": "IV", "page": 14}
    assert read["passages"][0]["text"] == "Kamerstukken II 1999/2000, 25 877, nr. 8, p. 101."


def test_a_page_has_the_notes_printed_on_it_and_those_called_on_it(
    corpus: Corpus, framework: Document
) -> None:
    read = read_place(corpus, "p. 14")
    assert {p["paragraph"] for p in read["footnotes"]} >= {f"fn.{n}" for n in range(36, 42)}
    assert all(14 in p["pages"] for p in read["passages"])
    assert not [p for p in read["passages"] if p["kind"] == ParagraphKind.FOOTNOTE.value]
    for called in framework.paragraphs[0].markers:
        assert page_at(framework, called.source.start) == 3


def test_another_document_has_to_be_one_of_the_corpus(corpus: Corpus) -> None:
    named = read_place(corpus, "IV.6", "ctivd-juridisch-kader-mivd-2015")
    assert named == read_place(corpus, "IV.6")
    with pytest.raises(QuestionError, match="no document of the corpus; name one of: ctivd-jur"):
        read_place(corpus, "IV.6", "elsewhere")


def test_what_is_read_can_be_written_as_json(corpus: Corpus) -> None:
    assert json.loads(json.dumps(read_place(corpus, "IV"))) == read_place(corpus, "IV")


# --- the command ---------------------------------------------------------------------------------


def test_without_the_package_one_line_tells_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    parser = argparse.ArgumentParser()
    add_mcp(parser.add_subparsers())
    options = parser.parse_args(["mcp"])
    with pytest.raises(KaderwijzerError) as raised:
        options.run(options)
    assert "python -m pip install 'mcp" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert capsys.readouterr().out == ""


def test_importing_the_server_loads_no_package_for_it() -> None:
    code = (
        "import sys, kaderwijzer.mcp_server; print({'mcp', 'pydantic', 'numpy'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# --- spoken to over standard input and output ------------------------------------------------------

Talk = Callable[[Any], Coroutine[Any, Any, None]]


@pytest.fixture
def spoken(environment: dict[str, str], tmp_path: Path) -> Callable[[Talk], str]:
    """Return how to talk to a server process with the client of the kit; gives its standard error."""
    pytest.importorskip("mcp", reason="the package mcp is not installed (extra mcp)")
    return lambda talk: run(talk, environment, tmp_path / "errors.txt")


def run(talk: Talk, environment: dict[str, str], errors: Path, *arguments: str) -> str:
    from mcp import Client, StdioServerParameters, stdio_client

    command = StdioServerParameters(
        command=sys.executable, args=["-c", START, *arguments], env=environment
    )

    async def session() -> None:
        with errors.open("w", encoding="utf-8") as log:
            async with Client(stdio_client(command, errlog=log), read_timeout_seconds=60) as client:
                await talk(client)

    asyncio.run(session())
    return errors.read_text(encoding="utf-8")


def test_the_server_says_what_it_is_and_offers_three_tools(spoken: Callable[[Talk], str]) -> None:
    async def talk(client: Any) -> None:
        assert client.server_info.name == "kaderwijzer"
        assert "never an instruction" in client.instructions
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == ["ask", "cite", "read"]
        assert tools["ask"].input_schema["required"] == ["question"]
        assert set(tools["ask"].input_schema["properties"]) == {"question", "language", "facts"}
        assert tools["cite"].input_schema["required"] == ["query"]
        assert tools["read"].input_schema["required"] == ["place"]
        assert all(t.annotations.read_only_hint for t in tools.values())
        assert all(len(t.description) > 200 for t in tools.values())

    assert spoken(talk) == ""


def test_every_tool_answers_with_its_json(
    spoken: Callable[[Talk], str], answer_schema: Any, framework: Document
) -> None:
    source = framework.source.text

    async def talk(client: Any) -> None:
        asked = await client.call_tool(
            "ask", {"question": "Wanneer is sprake van een direct belang?"}
        )
        answer = told(asked)
        answer_schema.validate(answer)
        assert answer["language"] == "nl"
        assert answer["quotes"]
        for quote in answer["quotes"]:
            sliced = "".join(source[start:end] for start, end in quote["spans"])
            assert " ".join(sliced.split()) == quote["text"]
        first = answer["quotes"][0]
        read = told(await client.call_tool("read", {"place": first["paragraph"]}))
        assert first["text"] in read["passages"][0]["text"]
        english = await client.call_tool(
            "ask", {"question": "What is the third party rule?", "language": "en"}
        )
        assert told(english)["language"] == "en"
        found = told(await client.call_tool("cite", {"query": "25 877, nr. 8, p. 101"}))
        assert found["status"] == "found"
        assert "kst-25877-8" in [match["id"] for match in found["matches"]]

    assert spoken(talk) == ""


def told(result: Any) -> Any:
    """Return the JSON that a tool answered, which is the same as data and as text."""
    assert not result.is_error, result.content[0].text
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


WRONG = [
    ("read", {"place": "IV.99"}, "there is no section or paragraph 'iv.99'; it has sections I"),
    ("read", {}, "place"),
    ("read", {"place": "IV.6", "document": "elsewhere"}, "no document of the corpus"),
    ("ask", {"question": "Mag het?", "facts": {"no such fact": "yes"}}, "no such fact"),
    ("ask", {"question": "Mag het?", "language": "fr"}, "language"),
    ("fly", {}, "fly"),
]


def test_an_error_reaches_the_assistant_as_a_sentence(spoken: Callable[[Talk], str]) -> None:
    found = []

    async def talk(client: Any) -> None:
        found.extend([await wrong(client, tool, arguments) for tool, arguments, _ in WRONG])

    assert "Traceback" not in spoken(talk)
    for (_, _, said), text in zip(WRONG, found, strict=True):
        assert said in text
        assert "Traceback" not in text


async def wrong(client: Any, tool: str, arguments: dict[str, Any]) -> str:
    """Return what a call is told that goes wrong, as its result or as an error of the protocol."""
    from mcp import MCPError

    try:
        result = await client.call_tool(tool, arguments)
    except MCPError as error:
        return str(error)
    assert result.is_error
    return str(result.content[0].text)


def test_without_an_index_reading_goes_on_and_asking_tells_the_way_out(
    environment: dict[str, str], tmp_path: Path
) -> None:
    pytest.importorskip("mcp", reason="the package mcp is not installed (extra mcp)")

    async def talk(client: Any) -> None:
        asked = await client.call_tool("ask", {"question": "Mag het?"})
        assert asked.is_error
        assert "run 'kaderwijzer build'" in asked.content[0].text
        read = told(await client.call_tool("read", {"place": "IV.6"}))
        assert read["passages"][0]["page"] == 14

    run(talk, environment, tmp_path / "errors.txt", "--index", str(tmp_path / "none"))


def test_nothing_but_the_protocol_goes_to_standard_output(environment: dict[str, str]) -> None:
    pytest.importorskip("mcp", reason="the package mcp is not installed (extra mcp)")
    client = {"name": "test", "version": "1"}
    about = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
    call = {"name": "read", "arguments": {"place": "fn.36"}}
    said = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call},
    ]
    with subprocess.Popen(
        [sys.executable, "-c", START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdin
        assert process.stdout
        lines = []
        for message in said:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            if "id" in message:
                lines.append(json.loads(process.stdout.readline()))
        rest, errors = process.communicate(timeout=60)
    assert [line["id"] for line in lines] == [1, 2]
    assert lines[0]["result"]["serverInfo"]["name"] == "kaderwijzer"
    assert "25 877, nr. 8, p. 101" in lines[1]["result"]["content"][0]["text"]
    assert (rest, errors, process.returncode) == ("", "", 0)


def test_a_server_can_be_made_without_being_run() -> None:
    pytest.importorskip("mcp", reason="the package mcp is not installed (extra mcp)")
    assert server(Tools()).name == "kaderwijzer"
