"""Hold the present login against the rights that the checks need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.cli.plan import names_nothing
from diagnostics.cli.running import Plan, judge, run_all
from diagnostics.config import Asked, Config, load
from diagnostics.config_file import find_file
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.errors import ConfigError
from diagnostics.evidence import Status
from diagnostics.exit_codes import FOUND, INCOMPLETE, INTERRUPTED, OK
from diagnostics.finding import Severity
from diagnostics.least import needed
from diagnostics.order import AnyCheck
from diagnostics.outcome import Outcome, Run
from diagnostics.permission import Permission
from diagnostics.rights import CallerRights
from diagnostics.second_look import is_of_second_look
from diagnostics.targets import Target

_VAULT = "/providers/microsoft.keyvault/vaults/"
_WORDS = {True: "held", False: "LACKING", None: "cannot tell"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Which target and which checks, and the way to the cloud."""

    config_file: str | None
    target: str | None
    flags: Mapping[str, str]
    environ: Mapping[str, str] = field(repr=False)
    proxy: str | None = field(repr=False)
    ca: Path | None
    chosen: frozenset[str]  # ids of checks


def lacking(asking: Asking) -> int:
    """Print which rights this login holds; 0 all held, 1 one is lacking, 3 one cannot be told.

    Raises:
        ConfigError: if the configuration cannot be used or names nothing to look at.
    """
    config = _config(asking)
    catalogue = load_catalogue(config.plugins)
    (run,) = run_all(Plan(config=config, catalogue=catalogue, environ=asking.environ))
    if run.interrupted:
        return INTERRUPTED
    outcomes = judge(run, catalogue, Severity.WARNING).outcomes
    checks = [each for each in _checks(catalogue, run) if each.id in asking.chosen]
    told = {
        right: _holds(right, run, checks, outcomes)
        for right in needed(checks)
        if right.api != "adobe" or run.target.ims_org  # else Adobe's side is not looked at
    }
    needs = set(needed(each for each in checks if not is_of_second_look(each)))
    for right, held in sorted(told.items(), key=lambda each: (each[0] not in needs, each[0])):
        mark = "" if right in needs else f"{'':<12} only to be told who changed what"
        click.echo("\n".join((*_lines(right, held), *((mark,) if mark else ()))))
    for line in _why_not(run, outcomes):
        click.echo(line, err=True)
    answers = {held for right, held in told.items() if right in needs}
    return FOUND if False in answers else INCOMPLETE if None in answers else OK


def _config(asking: Asking) -> Config:
    file, is_named = find_file(asking.config_file, asking.environ, Path.cwd())
    asked = Asked(environ=asking.environ, flags=asking.flags, target=asking.target)
    config = load(file, asked, is_named=is_named)
    if all(names_nothing(target) for target in config.targets):
        raise ConfigError(
            "there is nothing to hold the login against: rights are held at an account or a vault",
            expected="ajo-doctor.toml in this folder, --config, --account, or --key-uri and --application",
            do="`ajo-doctor init` writes a configuration",
        )
    return replace(config, proxy=asking.proxy or config.proxy, ca=asking.ca or config.ca)


def _checks(catalogue: Catalogue, run: Run) -> tuple[AnyCheck, ...]:
    return catalogue.checks_for(run.target.topology)


def _lines(right: Permission, held: bool | None) -> Iterator[str]:
    sort = {
        "keyvault": " (data action)",
        "cosmos": " (Cosmos DB data action)",
        "adobe": " (Adobe)",
    }.get(right.api, "")
    yield f"{_WORDS[held]:<12} {right.name}{sort}"
    if not held:
        yield f"{'':<12} granted by {right.granted_by}"


def _holds(
    right: Permission, run: Run, checks: Sequence[AnyCheck], outcomes: Sequence[Outcome]
) -> bool | None:
    """Tell whether the login holds a right at the place where the target needs it.

    Cosmos DB's own roles and Adobe's are not Azure roles and stand in no list that a login may read about itself: there, and where
    the list could not be read, it is told by what happened to the questions that need the right.
    """
    rights = run.seen.maybe(CallerRights)
    place = right.scope or _place(right, run.target, rights)
    said = None
    if rights and right.api not in ("cosmos", "adobe") and (place or right.api == "graph"):
        said = rights.may(right.at(place))
    return said if said is not None else _shown(right, checks, outcomes)


def _shown(
    right: Permission, checks: Sequence[AnyCheck], outcomes: Sequence[Outcome]
) -> bool | None:
    users = {check.id for check in checks if right in check.permissions}
    asked = [outcome for outcome in outcomes if outcome.check in users]
    missed = {
        each.name for outcome in asked for open_ in outcome.unknowns for each in open_.permissions
    }
    if right.name in missed:
        return False
    return True if any(outcome.status is Status.OK for outcome in asked) else None


def _why_not(run: Run, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Say why the list of rights could not be read."""
    if run.seen.maybe(CallerRights) is None:
        waits = DOCTOR_KINDS["needs-another-answer"]
        own = [open_ for each in outcomes for open_ in each.unknowns if open_.kind != waits]
        for unknown in own[:1]:
            yield f"ajo-doctor: {unknown.reason}"
            yield f"  do: {unknown.do}"


def _place(right: Permission, target: Target, rights: CallerRights | None) -> str:
    """Name the account or the vault; a vault that is not configured was found by the run, or its rights are not known."""
    if "DocumentDB" in right.name:
        return str(target.account or "")
    found = [scope for scope in (rights.scopes_read if rights else ()) if _VAULT in scope.lower()]
    if target.vault or found:
        return str(target.vault or found[0])
    return "" if "KeyVault" in right.name else str(target.account or "")
