"""Adobe's OpenAPI files, cut down to the operations that the simulator serves; read where they lie, never copied."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from diagnostics.simulator.exchange import payload
from diagnostics.simulator.http import Answer
from tests.support.recorded import FIXTURES

METHODS = ("get", "post", "delete")
_FEED = "/adobestatus/StatusEvents"


@dataclass(frozen=True, slots=True)
class File:
    """One OpenAPI file: where its paths begin, and which of them are served."""

    name: str
    base: str  # host and the beginning of every path
    served: tuple[str, ...]


EXECUTIONS = "/im/executions"
CAMPAIGNS = "/service/campaigns"
FILES = {
    file.name: file
    for file in (
        File(
            "messaging",
            "https://platform.adobe.io/ajo",
            (
                f"{EXECUTIONS}/unitary",
                f"{EXECUTIONS}/highthroughput",
                f"{EXECUTIONS}/audience",
                f"{EXECUTIONS}/audience/{{executionId}}",
                f"{EXECUTIONS}/schedules/{{scheduleId}}",
                "/im/health",
            ),
        ),
        File(
            "campaigns-retrieve",
            "https://platform.adobe.io/journey/campaigns",
            (
                CAMPAIGNS,
                f"{CAMPAIGNS}/{{campaignId}}",
                f"{CAMPAIGNS}/{{campaignId}}/versions",
                f"{CAMPAIGNS}/{{campaignId}}/publish/validation",
            ),
        ),
        File(
            "suppression",
            "https://platform.adobe.io/ajo",
            ("/config/suppression/addresses/{email}", "/config/suppression/domains/{domain}"),
        ),
        File("sandbox", "https://platform.adobe.io/data/foundation", ("/sandbox-management/",)),
        File("audit-query", "https://platform.adobe.io/data/foundation", ("/audit/events",)),
        File("statusapi-spec", "https://data.status.adobe.com", (_FEED,)),
    )
}
# Operations of served paths that change something and that nobody needs.
LEFT_OUT = {
    ("suppression", "delete", "/config/suppression/addresses/{email}"),
    ("suppression", "delete", "/config/suppression/domains/{domain}"),
}


@cache
def _whole(name: str) -> dict[str, Any]:
    import yaml

    text = Path(FIXTURES, "openapi", "adobe", f"{name}.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


@cache
def document(name: str) -> dict[str, Any]:
    """Return a file with the served operations only, its server being the production one."""
    file, given = FILES[name], copy.deepcopy(_whole(name))
    if name == "statusapi-spec":
        given["paths"] = {_FEED: _feed()}
    given["paths"] = {path: given["paths"][path] for path in file.served}
    for _, method, path in (one for one in LEFT_OUT if one[0] == name):
        del given["paths"][path][method]
    given["servers"] = [{"url": file.base}]
    for answer in _answers(given):
        if answer.get("content") == {}:  # the status is documented, the body's shape is not
            del answer["content"]
    return given


def _answers(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Go through the answers of a file, each where it is written out."""
    yield from given.get("components", {}).get("responses", {}).values()
    for item in given["paths"].values():
        for method in METHODS:
            yield from item.get(method, {}).get("responses", {}).values()


def _feed() -> dict[str, Any]:
    """The feed's address is in no file; its content is the model `Events`, which no path of the file uses."""

    def of(model: str) -> dict[str, Any]:
        schema = {"$ref": f"#/components/schemas/{model}"}
        return {"description": model, "content": {"application/json": {"schema": schema}}}

    answers = {"200": of("Events"), "403": of("Error"), "429": of("Error")}
    return {"get": {"security": [], "responses": answers}}


def operations() -> Iterator[tuple[str, str, str]]:
    """Go through file, method and path of everything that is served; nothing without the files."""
    for name in FILES if FIXTURES else ():
        for path, item in document(name)["paths"].items():
            for method in METHODS:
                if method in item:
                    yield name, method, path


def documented(name: str, method: str, path: str) -> set[int]:
    """Return the statuses that the file gives an operation."""
    return {int(status) for status in document(name)["paths"][path][method]["responses"]}


@cache
def openapi(name: str) -> Any:
    """Return openapi-core's view of a file; that the file itself is valid is not ours to hold."""
    from openapi_core import Config, OpenAPI

    return OpenAPI.from_dict(document(name), config=Config(spec_validator_cls=None))


@dataclass(slots=True)
class Sent:
    """A request in the form that openapi-core reads."""

    host_url: str
    path: str
    method: str
    content_type: str
    body: bytes | None
    parameters: Any
    full_url_pattern: str = ""
    path_pattern: str = ""


@dataclass(slots=True)
class Given:
    """An answer in the form that openapi-core reads."""

    status_code: int
    content_type: str
    data: bytes
    headers: dict[str, str] = field(default_factory=dict[str, str])


def sent(
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes | None,
    pairs: list[tuple[str, str]],
) -> Sent:
    """Return a request; `url` without its query, header names in lower case."""
    from openapi_core.datatypes import RequestParameters
    from werkzeug.datastructures import Headers, ImmutableMultiDict

    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    parameters = RequestParameters(
        query=ImmutableMultiDict(pairs), header=Headers(headers), cookie=ImmutableMultiDict()
    )
    return Sent(
        host_url=f"{scheme}://{host}",
        path=slash + path,
        method=method.lower(),
        content_type=headers.get("content-type", ""),
        body=body,
        parameters=parameters,
    )


def given(answer: Answer) -> Given:
    """Return an answer as the wire carries it."""
    kind = answer.headers.get("content-type", "application/json")
    return Given(answer.status, kind, payload(answer), dict(answer.headers))


def problems(error: BaseException) -> str:
    """Return what openapi-core says, with the schema's own complaint."""
    causes: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        causes.append(f"{type(seen).__name__}: {seen}")
        causes += [str(one.message) for one in getattr(seen, "schema_errors", ())]
        seen = seen.__cause__
    return json.dumps(causes, indent=1)
