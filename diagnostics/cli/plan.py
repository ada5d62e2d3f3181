"""From options to a plan: configuration, catalogue, recognised text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from diagnostics.adobe_login import SECRET, AdobeLogin
from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.cli.error_text import ErrorText
from diagnostics.cli.running import Plan
from diagnostics.cli.signing import login_of
from diagnostics.config import Asked, Config, load, severity_named
from diagnostics.config_file import find_file
from diagnostics.delays.told import DelaysTold
from diagnostics.errors import ConfigError
from diagnostics.finding import Severity
from diagnostics.lived_with import check_kinds
from diagnostics.target_fields import SET
from diagnostics.targets import Target, Topology
from diagnostics.triage.recognised import Recognised

# Kinds of the revoked state, which only a customer-managed key brings; the others are an account's word to its caller.
_REVOKED = "CO1"
_POSSIBLY = "CO113"  # what a lost key shows like, and other faults too
_OF_A_VAULT = "keyvault."  # ids of signatures of Key Vault's own words
TARGET_OF_DELAYS = Target(
    name="feedback-export",
    topology=Topology.NO_CUSTOMER_KEY,
    topology_reason="only an answer of `delays` was given, and nothing in it speaks of a customer-managed key",
)


def plan_of(
    values: Mapping[str, Any],
    flags: Mapping[str, str],
    environ: Mapping[str, str],
    cwd: Path,
    error: ErrorText,
    delays: DelaysTold | None = None,
) -> tuple[Plan, Severity]:
    """Make the plan of `diagnose`.

    Raises:
        ConfigError: for anything that cannot be used.
    """
    file, is_named = find_file(values["config_file"], environ, cwd)
    asked = Asked(environ=environ, flags=flags, target=values["target"], every=values["every"])
    config = load(file, asked, is_named=is_named)
    catalogue = load_catalogue(config.plugins)
    pasted = error.recognised(catalogue)
    is_bare = file is None and all(names_nothing(target) for target in config.targets)
    is_told = bool(error) or delays is not None
    if is_bare and not is_told:
        raise ConfigError(
            "there is nothing to look at: no ajo-doctor.toml here, no --account, no --key-uri, no --error",
            do="`ajo-doctor init` writes a configuration; `ajo-doctor demo` needs none",
        )
    if not is_told:
        must_name_something(config)
    if values["bundle"] and len(config.targets) > 1:
        raise ConfigError("--bundle keeps one run", do="name one target with --target")
    config = with_flags(config, values)
    if is_bare:
        told = target_of_text(pasted) if error else TARGET_OF_DELAYS
        config = replace(config, targets=(told,))
    login = login_of(values, environ)
    must_name_the_client(config, login)
    check_names(catalogue, (*values["only"], *values["skip"]))
    check_suppressions(config, catalogue)
    plan = Plan(
        config=config,
        catalogue=catalogue,
        environ=environ,
        pasted=pasted,
        delays=delays,
        only=_with_needs(catalogue, values["only"]),
        skip=tuple(values["skip"]),
        offline=is_bare,
        adobe=login,
    )
    return plan, config.fail_on


def must_name_something(config: Config) -> None:
    """Refuse to look at nothing and to call that well; a topology that was set on purpose is believed."""
    for target in config.targets:
        concluded = target.topology is Topology.NO_CUSTOMER_KEY and target.topology_reason != SET
        if concluded and not target.ims_org:
            raise ConfigError(
                f"target {target.name!r} names neither an account nor a key",
                expected='account, or key_uri and application, or ims_org; or topology = "no-customer-key" if there is no such key',
                do="fill them in, or give the error text with --error",
                source=config.source,
            )


def must_name_the_client(config: Config, login: AdobeLogin) -> None:
    """Refuse a secret whose credential is not named; a token names its own."""
    for target in config.targets:
        if target.ims_org and login.secret and not (login.token or target.client_id):
            raise ConfigError(
                f"target {target.name!r} has ims_org and {SECRET} is set, but no client_id",
                expected="client_id: the client id of the credential that the secret belongs to",
                do="copy it from the credential's page in the Developer Console",
                source=config.source,
                field="client_id",
            )


def names_nothing(target: Target) -> bool:
    """Tell whether a target leads to nothing in the cloud, neither of Azure nor of Adobe."""
    azure = target.account or target.key_uri or target.application or target.tenant
    return not (azure or target.ims_org)


def target_of_text(
    pasted: tuple[Recognised, ...], name: str = "pasted-text", said: str = "only a text was given"
) -> Target:
    """Conclude the topology from a text alone: who says such a thing, and of what does it speak?"""
    kinds = [item.kind for item in pasted if item.kind]
    if kinds and set(kinds) == {_POSSIBLY}:
        return Target(
            name=name,
            topology=Topology.ADOBE_MANAGED,
            topology_reason=f"{said}; a lost customer-managed key can show like this, among other things, and"
            " no account of your own is named",
        )
    if any(kind.startswith(_REVOKED) for kind in kinds):
        return Target(
            name=name,
            topology=Topology.ADOBE_MANAGED,
            topology_reason=f"{said}; it speaks of a customer-managed key, and no account of your own is named",
        )
    if kinds:
        return Target(
            name=name,
            topology=Topology.OWN_ACCOUNT,
            topology_reason=f"{said}; it is what an account refuses its own caller, and Adobe's account has no"
            " caller of yours",
        )
    is_of_vault = any(item.signature_id.startswith(_OF_A_VAULT) for item in pasted)
    return Target(
        name=name,
        topology=Topology.NO_CUSTOMER_KEY,
        topology_reason=f"{said}; it speaks of a key vault, and not of who uses a key of it"
        if is_of_vault
        else f"{said}, and nothing in it speaks of a customer-managed key",
    )


def with_flags(config: Config, values: Mapping[str, Any]) -> Config:
    """Lay the options of proxy, CA, deadline and severity over a configuration."""
    return replace(
        config,
        proxy=values["proxy"] or config.proxy,
        ca=values["ca"] or config.ca,
        deadline_s=values["deadline"] or config.deadline_s,
        fail_on=severity_named(values["fail_on"]) if values["fail_on"] else config.fail_on,
    )


def check_suppressions(config: Config, catalogue: Catalogue) -> None:
    """Refuse a suppression of a kind that none of the packs finds.

    Raises:
        ConfigError: for the first such kind, with its line.
    """
    check_kinds(
        (each for target in config.targets for each in target.suppressions),
        {kind.code: kind.slug for check in catalogue.checks for kind in check.kinds},
        config.source,
    )


def check_names(catalogue: Catalogue, names: tuple[str, ...]) -> None:
    """Refuse the name of a check that does not exist, with the nearest that does.

    Raises:
        ConfigError: for the first such name.
    """
    from difflib import get_close_matches

    known = [check.id for check in catalogue.checks]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise ConfigError(
                f"there is no check {name!r}",
                do=f"did you mean {near[0]!r}?" if near else "`ajo-doctor checks` lists them",
            )


def _with_needs(catalogue: Catalogue, only: tuple[str, ...]) -> tuple[str, ...]:
    """Add the checks whose evidence the chosen ones need or use, so that they say what they say in a whole run."""
    chosen = set(only)
    while True:
        needed = {
            kind
            for check in catalogue.checks
            if check.id in chosen
            for kind in (*check.needs, *check.wants)
        }
        more = {check.id for check in catalogue.checks if check.provides in needed} - chosen
        if not more:
            return tuple(sorted(chosen))
        chosen |= more
