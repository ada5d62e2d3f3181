"""Read a pasted cURL command as the shell and curl itself would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from diagnostics.requests import curl_options
from diagnostics.requests.mapped import Mapped
from diagnostics.requests.record import Header, Option, Payload, Request
from diagnostics.requests.unreadable import Unreadable
from diagnostics.requests.windows_words import cmd_words, powershell_words, runtime_words
from diagnostics.requests.words import sh_words

_CURL = re.compile(r"(?:^|(?<=[\s;&|(`/\\]))curl(?:\.exe)?(?=[\s^`\\])", re.IGNORECASE)
_SENDS = re.compile(r"\s[\^\"']*(?:-[A-Za-z]*d|--data|--json)")
_OPTION_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,40}")
_FORM_TYPE = "application/x-www-form-urlencoded"

Splitter = Callable[[Mapped, int], list[Mapped]]


@dataclass(slots=True)
class _Call:
    """What the arguments said so far."""

    options: list[Option] = field(default_factory=list[Option])
    headers: list[Header] = field(default_factory=list[Header])
    dropped: set[str] = field(default_factory=set[str])  # headers that `name:` takes away
    data: list[Mapped] = field(default_factory=list[Mapped])
    urls: list[Mapped] = field(default_factory=list[Mapped])
    method: Mapped | None = None
    ignored: list[str] = field(default_factory=list[str])
    data_option: str = ""


def begins(text: str) -> int | None:
    """Give the offset of the word curl that begins a command, or None."""
    found = _CURL.search(text)
    return found.start() if found else None


def read_curl(text: str, source: str) -> Request:
    """Read the first curl command of a text; the quoting is found out by what gives a readable payload.

    Raises:
        Unreadable: if no quoting does; the error of the likeliest one.
    """
    began = begins(text) or 0
    likeliest: Request | Unreadable | None = None
    for split in _likely(text, began):
        try:
            found: Request | Unreadable = _read(text, source, began, split)
        except Unreadable as error:
            found = error
        if isinstance(found, Request) and (found.payload or not _SENDS.search(text, began)):
            return found
        likeliest = likeliest or found
    if isinstance(likeliest, Request):
        return likeliest
    assert likeliest is not None  # noqa: S101 - there is always a way to split
    raise likeliest


def _likely(text: str, began: int) -> tuple[Splitter, ...]:
    """Order the ways of quoting by how the first line goes on, else by what else the text shows."""
    end = text.find("\n", began)
    last = text[began:end].rstrip("\r")[-1:] if end >= 0 else ""
    mark = last if last in "\\^`" else ""
    if mark == "^" or (not mark and re.search(r'\s\^"', text)):
        return cmd_words, sh_words, powershell_words, _legacy_words
    if mark == "`" or (not mark and re.search(r"\bcurl\.exe\b", text, re.IGNORECASE)):
        return powershell_words, _legacy_words, cmd_words, sh_words
    return sh_words, cmd_words, powershell_words, _legacy_words


def _legacy_words(source: Mapped, at: int) -> list[Mapped]:
    r"""Split as Windows PowerShell 5.1 does: it escapes no double quote, so that `\"` reaches the program's own parser."""
    words: list[Mapped] = []
    for word in powershell_words(source, at):
        line = Mapped()
        line.add('"', word.origin(0))
        line.extend(word, 0, len(word.text))
        line.add('"', word.origin(len(word.text)))
        words += runtime_words(line.done(), 0) if '"' in word.text else [word]
    return words


def _read(text: str, source: str, began: int, split: Splitter) -> Request:
    words = split(Mapped.whole(text), began)[1:]
    call = _Call()
    for name, value, at in _arguments(words, call):
        _take(call, name, value, at)
    url = call.urls[0] if call.urls else None
    return Request(
        source=source,
        form="curl",
        text=text,
        at=began,
        method=_method(call),
        method_at=call.method.origin(0) if call.method else began,
        url=url.text if url else None,
        url_at=url.origin(0) if url else began,
        headers=tuple(_headers(call, began)),
        options=tuple(call.options),
        payload=_payload(call),
        notes=tuple(_notes(call, text[:began])),
    )


def _arguments(words: list[Mapped], call: _Call) -> Iterator[tuple[str, Mapped, int]]:
    """Give each option with its value; what is no option is an address."""
    pending = list(reversed(words))
    while pending:
        word = pending.pop()
        at = word.origin(0)
        if word.text == "--":
            call.urls += reversed(pending)
            return
        if word.text.startswith("--"):
            name = word.text[2:]
            yield name, _value(name, pending, at), at
        elif word.text.startswith("-") and len(word.text) > 1:
            yield from _letters(word, pending)
        else:
            call.urls.append(word)


def _letters(word: Mapped, pending: list[Mapped]) -> Iterator[tuple[str, Mapped, int]]:
    """Take apart options of one letter: `-sSX POST`, `-XPOST`."""
    at = 1
    while at < len(word.text):
        letter, origin = word.text[at], word.origin(at)
        name = curl_options.SHORT.get(letter)
        if name is None:
            raise _unknown(f"-{letter}" if letter.isalnum() and letter.isascii() else "", origin)
        at += 1
        if not curl_options.takes_value(name):
            yield name, Mapped(), origin
            continue
        rest = Mapped()
        rest.extend(word, at, len(word.text))
        yield name, rest.done() if rest.done().text else _value(name, pending, origin), origin
        return


def _value(name: str, pending: list[Mapped], at: int) -> Mapped:
    if not curl_options.is_known(name):
        shown = _OPTION_NAME.match(name)
        raise _unknown(f"--{shown[0]}" if shown else "", at)
    if not curl_options.takes_value(name):
        return Mapped()
    if not pending:
        raise Unreadable(at, f"the option --{name} has no value", do="paste the whole command")
    return pending.pop()


def _unknown(shown: str, at: int) -> Unreadable:
    return Unreadable(
        at,
        f"the option {shown} of curl is refused: it is not known here whether a value follows it"
        if shown
        else "this option of curl is refused: it is not known here",
        expected="the command as the campaign's screen shows it",
        do="take it out of the text if it does not concern the request",
    )


def _take(call: _Call, name: str, value: Mapped, at: int) -> None:
    if name in curl_options.REFUSED:
        raise Unreadable(
            at, f"the option --{name} of curl is refused: {curl_options.REFUSED[name]}"
        )
    if name in curl_options.DATA:
        _refuse_file(name, value, at)
        call.data.append(value)
        call.data_option = call.data_option or name
    elif name == "header":
        _take_header(call, value)
    elif name == "url":
        call.urls.append(value)
    elif name == "request":
        call.method = value
    elif name == "oauth2-bearer":
        call.headers.append(Header("authorization", f"Bearer {value.text}", value.origin(0)))
    elif name in curl_options.READ:
        call.options.append(Option(f"--{name}", value.text, at))
    else:
        call.ignored.append(f"--{name}")


def _refuse_file(name: str, value: Mapped, at: int) -> None:
    if name in curl_options.READS_FILES and value.text.startswith("@"):
        raise Unreadable(
            at,
            f"the option --{name} with @ is refused: the payload is in another file, which is not read",
            do="give that file itself: ajo-doctor lint PAYLOAD.json",
        )


def _take_header(call: _Call, value: Mapped) -> None:
    if value.text.startswith("@"):
        raise Unreadable(value.origin(0), "the headers are in another file, which is not read")
    name, mark, content = value.text.partition(":")
    if not mark and name.endswith(";"):
        name, mark, content = name[:-1], ":", " "
    if mark and not content:
        call.dropped.add(name.strip().lower())
    else:
        call.headers.append(Header(name.strip().lower(), content.strip(), value.origin(0)))


def _method(call: _Call) -> str:
    if call.method:
        return call.method.text.upper()
    names = {option.name for option in call.options}
    if "--head" in names:
        return "HEAD"
    return "POST" if call.data and "--get" not in names else "GET"


def _headers(call: _Call, began: int) -> Iterator[Header]:
    """Give the headers of the command, then those that curl adds."""
    yield from call.headers
    named = {header.name for header in call.headers} | call.dropped
    implied = "application/json" if call.data_option == "json" else _FORM_TYPE
    if call.data and "content-type" not in named:
        yield Header("content-type", implied, began, is_implied=True)


def _payload(call: _Call) -> Payload | None:
    """Join the data as curl does, with & between two."""
    if not call.data:
        return None
    joined = Mapped()
    for number, piece in enumerate(call.data):
        joined.add("&" if number else "", piece.origin(0))
        joined.extend(piece, 0, len(piece.text))
    mapped = joined.done()
    if not mapped.text.strip():
        return None
    try:
        return Payload.read(mapped)
    except Unreadable as error:
        raise Unreadable(
            mapped.origin(error.at),
            f"the payload of the command: {error.problem}",
            do="check the quoting at this place; a variable of the shell inside the payload cannot be read here",
        ) from None


def _notes(call: _Call, before: str) -> Iterator[str]:
    if call.ignored:
        yield f"ignored, they change nothing of the request: {', '.join(dict.fromkeys(call.ignored))}"
    if len(call.urls) > 1:
        yield "only the first address of the command was looked at"
    if before.strip(" \t\r\n$>#`"):
        yield "what stands before the command was searched for secrets alone"
