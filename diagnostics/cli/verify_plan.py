"""From options to what is verified: the last run of each target, and the plan that asks again what it left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from diagnostics import state
from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.cli.error_text import ErrorText
from diagnostics.cli.plan import names_nothing, plan_of
from diagnostics.cli.running import Plan, judge
from diagnostics.cli.saved import read_saved
from diagnostics.cli.signing import login_of
from diagnostics.config import Asked, Config, load
from diagnostics.config_file import PREFIX, find_file
from diagnostics.errors import ConfigError
from diagnostics.finding import Severity
from diagnostics.outcome import Run
from diagnostics.report.build import Judged
from diagnostics.target_fields import FIELDS
from diagnostics.targets import Target
from diagnostics.verifying_again import Again, again

_DIAGNOSE_FIRST = "run `ajo-doctor diagnose` first, then repair, then verify"
# What makes two targets one: the rest is how it is looked at.
_IDENTITY = (
    *("topology", "cloud", "account", "key_uri", "application", "tenant", "database"),
    *("ims_org", "sandbox", "campaign"),
)
# What leads to the target again, where no file does.
_NAMING = (
    *("account", "key_uri", "application", "tenant", "vault", "subscription"),
    *("ims_org", "client_id", "sandbox", "campaign", "endpoint", "region", "cmk_config", "scopes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The last run of one target."""

    judged: Judged
    data: bytes  # of its bundle: by these a time of repair is kept
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is verified."""

    plan: Plan
    fail_on: Severity
    baselines: Mapping[str, Baseline]  # by name of the target
    verify_argv: tuple[str, ...]
    diagnose_argv: tuple[str, ...]


def plan_verification(
    values: Mapping[str, Any],
    flags: Mapping[str, str],
    environ: Mapping[str, str],
    cwd: Path,
    error: ErrorText,
) -> Work:
    """Make the plan of `verify`.

    Raises:
        ConfigError: for anything that cannot be used, and where there is no run to compare with.
    """
    given = _named(values, flags)
    file, _ = find_file(values["config_file"], environ, cwd)
    over = [name for name in FIELDS if environ.get(PREFIX + name.upper())]
    bundle: Path | None = values["baseline"]
    if flags or over or values["target"] or (file and not bundle):
        whole = {**values, "only": (), "skip": ()}
        plan, fail_on = plan_of(whole, flags, environ, cwd, error)
        if bundle and len(plan.config.targets) > 1:
            raise ConfigError("BUNDLE is one run", do="name its target with --target")
        targets = plan.config.targets
        found = {
            target.name: _baseline(target, bundle, plan, fail_on, environ) for target in targets
        }
    else:
        plan, fail_on, baseline = _of_bundle(values, environ, cwd, error)
        found = {baseline.judged.run.target.name: baseline}
    is_newest = [each.path for each in found.values()] == [state.latest_of_all(environ)]
    # Without a configuration, plain `verify` takes the newest run, and with it its target: no need to name it again.
    is_known = is_newest and not (file or over or bundle or values["target"])
    short = _named(values, {}) if is_known else given
    return Work(
        plan=replace(plan, again=_again(found, plan, fail_on)),
        fail_on=fail_on,
        baselines=found,
        verify_argv=("ajo-doctor", "verify", *short, *((str(bundle),) if bundle else ())),
        diagnose_argv=("ajo-doctor", "diagnose", *(given or _whole(plan))),
    )


def _again(found: Mapping[str, Baseline], plan: Plan, fail_on: Severity) -> dict[str, Again]:
    return {
        name: again(
            plan.catalogue.checks_for(baseline.judged.run.target.topology),
            baseline.judged.outcomes,
            baseline.judged.run,
            fail_on,
        )
        for name, baseline in found.items()
    }


def _named(values: Mapping[str, Any], flags: Mapping[str, str]) -> tuple[str, ...]:
    """Give the options that name what is looked at, as they were given."""
    options = {"--config": values["config_file"], "--target": values["target"]}
    options |= {f"--{name.replace('_', '-')}": text for name, text in flags.items()}
    proxy = values["proxy"] or ""
    # One with a password is not printed; who has given it once will give it again.
    options |= {"--proxy": "" if "@" in proxy else proxy, "--ca": values["ca"]}
    said = tuple(word for name, text in options.items() if text for word in (name, str(text)))
    return (*said, *(("--all",) if values["every"] else ()))


def _whole(plan: Plan) -> tuple[str, ...]:
    """Name the target by its fields, where it came from a bundle alone."""
    if plan.config.source:
        return ()
    target = plan.config.targets[0]
    options = {f"--{name.replace('_', '-')}": getattr(target, name) for name in _NAMING}
    return tuple(word for name, value in options.items() if value for word in (name, str(value)))


def _baseline(
    target: Target,
    bundle: Path | None,
    plan: Plan,
    fail_on: Severity,
    environ: Mapping[str, str],
) -> Baseline:
    path = bundle or state.latest(target.name, environ)
    if path is None:
        raise ConfigError(
            f"there is no earlier run of target {target.name!r} to compare with",
            expected=f"a bundle in {state.folder(environ)}",
            do=_DIAGNOSE_FIRST,
        )
    found = _read(path, plan.catalogue, fail_on)
    differ = [name for name in _IDENTITY if _differs(target, found.judged.run.target, name)]
    if differ:
        raise ConfigError(
            f"the run to compare with looked at something else: it differs in {', '.join(differ)}",
            do=_DIAGNOSE_FIRST if bundle is None else "name the bundle of a run of this target",
            source=str(path),
        )
    return found


def _differs(one: Target, other: Target, name: str) -> bool:
    return str(getattr(one, name)).lower() != str(getattr(other, name)).lower()


def _read(path: Path, catalogue: Catalogue, fail_on: Severity) -> Baseline:
    saved = read_saved(path, catalogue, do=_DIAGNOSE_FIRST)
    if saved.recheck is not None:
        raise ConfigError(
            "this is the bundle of a verification",
            expected="that of a diagnosis",
            do="leave it out to compare with the last diagnosis; `ajo-doctor report` draws it",
            source=str(path),
        )
    judged = judge(saved.run, catalogue, fail_on)
    return Baseline(judged=judged, data=saved.data, path=path)


def _of_bundle(
    values: Mapping[str, Any], environ: Mapping[str, str], cwd: Path, error: ErrorText
) -> tuple[Plan, Severity, Baseline]:
    """Take the target from a bundle: the one that was given, else the last one on this machine."""
    path: Path | None = values["baseline"] or state.latest_of_all(environ)
    if path is None:
        raise ConfigError(
            "there is no earlier run to compare with",
            expected=f"a bundle in {state.folder(environ)}, or one named here",
            do=_DIAGNOSE_FIRST,
        )
    config = _config(values, environ, cwd)
    catalogue = load_catalogue(config.plugins)
    baseline = _read(path, catalogue, config.fail_on)
    run: Run = baseline.judged.run
    plan = Plan(
        config=replace(config, targets=(run.target,)),
        adobe=login_of(values, environ),
        catalogue=catalogue,
        environ=environ,
        pasted=error.recognised(catalogue),
        offline=names_nothing(run.target),
    )
    return plan, config.fail_on, baseline


def _config(values: Mapping[str, Any], environ: Mapping[str, str], cwd: Path) -> Config:
    """Read how to look, and nothing of what to look at."""
    from diagnostics.cli.plan import with_flags

    file, is_named = find_file(values["config_file"], environ, cwd)
    asked = Asked(environ=environ, flags={}, target=None, every=True)
    return with_flags(load(file, asked, is_named=is_named), values)
