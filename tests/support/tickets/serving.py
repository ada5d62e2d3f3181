"""Ticket systems that really run, and a user who has an account at one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import ACCOUNT, Said, run, surroundings
from tests.support.openapi import problems, sent
from tests.support.serving import serving
from tests.support.tickets import github, github_description, jira, jira_description
from tests.support.tickets.web import Asked, Web
from tests.support.tls import write_authority

S = TypeVar("S", jira.Jira, github.GitHub)
JIRA, GITHUB = "jira:OPS-42", "github:contoso/ajo-middleware#7"


@dataclass
class Served(Generic[S]):
    """One system, its state, and the environment of somebody who works with it."""

    web: Web
    state: S
    environ: dict[str, str]
    to: str

    def attach(self, *more: str, bundle: str = "b.ajo-bundle", yes: bool = True) -> Said:
        asked = ("attach", bundle, "--to", self.to, *(("--yes",) if yes else ()), *more)
        return run(*asked, environ=self.environ)


def kept_run(folder: Path, scenario: str) -> Path:
    """Diagnose a scenario and give the bundle, which any number of tests may attach."""
    made = folder / "b.ajo-bundle"
    with serving(make_world(SCENARIOS[scenario])) as simulator:
        said = run(
            "diagnose", *ACCOUNT, "--bundle", str(made), environ=surroundings(folder, simulator)
        )
    assert said.code == SCENARIOS[scenario].exit_code, said.err
    return made


def request_of(asked: Asked, origin: str) -> Any:
    """A request as it was asked, for a description that is served at this address."""
    body = asked.body or None
    return sent(asked.verb, f"{origin}{asked.path}", asked.headers, body, list(asked.query))


def judged(document: dict[str, Any], prefix: str = "") -> Any:
    """What the description says is wrong with a request; empty = nothing."""
    from openapi_core import Config, OpenAPI

    made: dict[str, Any] = {}

    def judge(origin: str, asked: Asked) -> str:
        if origin not in made:
            served = document | {"servers": [{"url": f"{origin}{prefix}"}]}
            made[origin] = OpenAPI.from_dict(served, config=Config(spec_validator_cls=None))
        try:
            made[origin].validate_request(request_of(asked, origin))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a verdict
            return problems(error)
        return ""

    return judge


@contextmanager
def a_jira(folder: Path, *, user: str | None = jira.USER) -> Iterator[Served[jira.Jira]]:
    ca, context = write_authority(folder, "jira", ["localhost"])
    state = jira.Jira(user=user)
    web = Web(state.answer, judged(jira_description.DOCUMENT), context)
    state.base = web.origin
    environ = surroundings(folder) | {
        "JIRA_URL": web.origin,
        "JIRA_TOKEN": jira.TOKEN,
        "AJO_DOCTOR_CA": str(ca),
    }
    if user:
        environ["JIRA_USER"] = user
    try:
        yield Served(web, state, environ, JIRA)
    finally:
        web.stop()
    assert web.violations == []


@contextmanager
def a_github(folder: Path, *, prefix: str = "") -> Iterator[Served[github.GitHub]]:
    ca, context = write_authority(folder, "github", ["localhost"])
    state = github.GitHub(prefix=prefix)
    web = Web(
        state.answer, judged(github_description.document("https://localhost"), prefix), context
    )
    state.base = f"{web.origin}{prefix}"
    environ = surroundings(folder) | {
        "GITHUB_API_URL": f"{web.origin}{prefix}",
        "GITHUB_TOKEN": github.TOKEN,
        "AJO_DOCTOR_CA": str(ca),
    }
    try:
        yield Served(web, state, environ, GITHUB)
    finally:
        web.stop()
    assert web.violations == []


SECRETS = (jira.TOKEN, github.TOKEN)


def told(said: Any) -> str:
    """Give what was said beside the report; no secret and no traceback is in it."""
    assert not any(secret in said.out + said.err for secret in SECRETS)
    assert "Traceback" not in said.err
    return str(said.err)
