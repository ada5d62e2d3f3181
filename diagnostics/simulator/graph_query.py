"""`$filter`, `$select`, `$top` and paging of Microsoft Graph, as far as anybody asks them here.

Source: Microsoft Graph query parameters, read 2026-11-23; the default page of 100 from the list pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote

from diagnostics.simulator.graph_access import graph_error
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.world import Doc, World, served

_PAGE = 100
_LARGEST = 999
_VALUE = r"(?:'(?P<text>(?:[^']|'')*)'|(?P<word>true|false|null))"
_EQUALS = re.compile(rf"(?P<name>\w+) eq {_VALUE}", re.IGNORECASE)
_ANY = re.compile(rf"(?P<name>\w+)/any\(\s*(\w+):\s*\2 eq {_VALUE}\s*\)", re.IGNORECASE)
_STARTS = re.compile(rf"startswith\((?P<name>\w+),\s*{_VALUE}\)", re.IGNORECASE)
_IN = re.compile(r"(?P<name>\w+) in \((?P<list>[^)]*)\)", re.IGNORECASE)


def listing(world: World, request: Request, context: str, found: Sequence[Doc]) -> Answer:
    """Answer with one page of a list, filtered and cut to the asked properties."""
    condition = _condition(request.query.get("$filter", ""))
    if condition is None:
        text = "Invalid filter clause: the simulator and this property do not go together."
        return graph_error(world, request, 400, "Request_UnsupportedQuery", text)
    top = request.query.get("$top", str(_PAGE))
    if not top.isdigit() or not 1 <= int(top) <= _LARGEST:
        text = "Invalid page size specified: must be between 1 and 999 inclusive."
        return graph_error(world, request, 400, "Request_BadRequest", text)
    start = int("".join(filter(str.isdigit, request.query.get("$skiptoken", ""))) or 0)
    matching = [each for each in found if condition(each)]
    page = matching[start : start + int(top)]
    body: Doc = {"@odata.context": f"https://{request.host}/v1.0/$metadata#{context}"}
    if start + int(top) < len(matching):
        body["@odata.nextLink"] = _next(request, start + int(top))
    body["value"] = [selected(request, each) for each in page]
    return Answer(body=body)


def entity(request: Request, context: str, document: Doc) -> Answer:
    """Answer with one object."""
    head = {"@odata.context": f"https://{request.host}/v1.0/$metadata#{context}/$entity"}
    return Answer(body=head | selected(request, document))


def selected(request: Request, document: Doc) -> Doc:
    """Return an object as it is served, cut to `$select`."""
    shown = served(document)
    names = [name.strip() for name in request.query.get("$select", "").split(",") if name.strip()]
    if not names:
        return shown
    kept = {name: shown.get(name) for name in names}
    kind = {name: value for name, value in shown.items() if name == "@odata.type"}
    return kind | kept


def _next(request: Request, start: int) -> str:
    query = {name: value for name, value in request.query.items() if name != "$skiptoken"}
    query["$skiptoken"] = f"page-{start}"
    text = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    return f"https://{request.host}{quote(request.path)}?{text}"


def _condition(text: str) -> Callable[[Doc], bool] | None:
    """Read a filter of clauses joined by `and`; None = not understood."""
    clauses = [_clause(each.strip()) for each in re.split(r"\s+and\s+", text) if each.strip()]
    known = [each for each in clauses if each is not None]
    if len(known) < len(clauses):
        return None
    return lambda document: all(clause(document) for clause in known)


def _clause(text: str) -> Callable[[Doc], bool] | None:
    for pattern, test in _TESTS:
        match = pattern.fullmatch(text)
        if match:
            return _Clause(match["name"], test, _wanted(match))
    return None


@dataclass(frozen=True, slots=True)
class _Clause:
    name: str
    test: Callable[[object, object], bool]
    wanted: object

    def __call__(self, document: Doc) -> bool:
        return self.test(document.get(self.name), self.wanted)


def _wanted(match: re.Match[str]) -> object:
    groups = match.groupdict()
    if "list" in groups:
        return re.findall(r"'([^']*)'", groups["list"])
    if groups["text"] is not None:
        return groups["text"].replace("''", "'")
    return {"true": True, "false": False, "null": None}[groups["word"].lower()]


def _equals(value: object, wanted: object) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return value.lower() == wanted.lower()
    return value == wanted and type(value) is type(wanted)


def _contains(value: object, wanted: object) -> bool:
    return isinstance(value, list) and any(
        _equals(each, wanted) for each in cast("list[object]", value)
    )


def _is_one_of(value: object, wanted: object) -> bool:
    return _contains(wanted, value)


def _starts(value: object, wanted: object) -> bool:
    return isinstance(value, str) and value.lower().startswith(str(wanted).lower())


_TESTS = (
    (_EQUALS, _equals),
    (_ANY, _contains),
    (_STARTS, _starts),
    (_IN, _is_one_of),
)
