"""What to look at and how: flags before environment before file, every value checked where it enters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any, cast

from diagnostics.config_file import FILE_NAME, PREFIX, line_of, tables_of
from diagnostics.errors import ConfigError
from diagnostics.finding import Severity
from diagnostics.lived_with import suppressions
from diagnostics.notify.settings import fields_of
from diagnostics.records import record
from diagnostics.suppression import Suppression
from diagnostics.target_fields import FIELDS, LISTS, target_of, unknown_field
from diagnostics.targets import Target

_DEFAULTS = (*FIELDS, "test_recipients", "warn_days")  # what may stand above all targets
_TICKETS = ("jira_url", "github_api_url")  # of `attach`, which reads them itself
_TOP = (
    *("fail_on", "deadline", "plugins", "proxy", "ca", "targets", "suppress", "notify", "watch"),
    *_TICKETS,
    *_DEFAULTS,
)
# A file that merely lies in the current folder may come from anybody: it may name what to look at, not where
# requests go, whom to trust or which code to load.
_NOT_FROM_HERE = ("plugins", "proxy", "ca", *_TICKETS)
_LONGEST_DEADLINE_S = 3600.0


@record(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything a run needs to know from its user."""

    targets: tuple[Target, ...]
    source: str = ""  # the file; empty = none
    fail_on: Severity = Severity.WARNING
    deadline_s: float = 60.0
    plugins: tuple[str, ...] = ()
    proxy: str | None = field(default=None, repr=False)  # may carry a password
    ca: Path | None = None
    notify: Mapping[str, str] = field(default_factory=dict[str, str])  # of [notify] and [watch]


@record(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was said outside the file."""

    environ: Mapping[str, str] = field(repr=False)  # `AJO_DOCTOR_<FIELD>` variables are used
    flags: Mapping[str, str]  # fields given on the command line
    target: str | None = None  # name of the one target wanted; None = the only one
    every: bool = False  # all targets of the file
    names: tuple[str, ...] = ()  # of the targets wanted, where there may be several


def load(file: Path | None, asked: Asked, *, is_named: bool) -> Config:
    """Read the file, lay environment and flags over it and choose the targets.

    Args:
        file: the configuration file, or None.
        asked: everything said outside the file.
        is_named: the user named the file, so it may set proxy, CA and plugins.

    Raises:
        ConfigError: for anything that cannot be used.
    """
    table = tables_of(file) if file else {}
    where = str(file) if file else ""
    try:
        _check_top(table, where, is_named=is_named)
        notify = fields_of(table, where, is_named=is_named)
        return replace(_build(table, where, asked), notify=notify)
    except ConfigError as error:
        if error.line is None and file and error.source == where and error.field:
            raise error.at(line=line_of(file, error.field)) from None
        raise


def _build(table: dict[str, Any], where: str, asked: Asked) -> Config:
    environ = asked.environ
    over = {
        name: environ[PREFIX + name.upper()]
        for name in FIELDS
        if environ.get(PREFIX + name.upper())
    }
    one = asked.target or environ.get(f"{PREFIX}TARGET")
    wanted = asked.names or ((one,) if one else ())
    chosen = _choose(table, where, wanted, every=asked.every)
    if len(chosen) > 1 and (asked.flags or over):
        raise ConfigError(
            f"{', '.join([*asked.flags, *over])} was given for several targets at once",
            do="name one with --target",
        )
    is_of_several = len(_tables(table.get("targets", {})) or {}) > 1
    shared = suppressions(table.get("suppress"), where, is_shared=is_of_several)
    targets = tuple(
        _with(shared, _target(name, fields, over, asked.flags, where))
        for name, fields in chosen.items()
    )
    proxy = environ.get(f"{PREFIX}PROXY") or _text(table, "proxy", where)
    ca = environ.get(f"{PREFIX}CA") or _text(table, "ca", where)
    return Config(
        targets=targets,
        source=where,
        fail_on=severity_named(_text(table, "fail_on", where) or "warning", where),
        deadline_s=_deadline(table, where),
        plugins=_plugins(table, where),
        proxy=proxy,
        ca=Path(ca).expanduser() if ca else None,
    )


def _with(shared: tuple[Suppression, ...], target: Target) -> Target:
    """Let what stands above all targets hold beside what stands in one: it is no default that a target overrides."""
    return replace(target, suppressions=(*shared, *target.suppressions)) if shared else target


def severity_named(text: str, where: str = "--fail-on") -> Severity:
    """Return the severity of that name.

    Raises:
        ConfigError: for any other name.
    """
    try:
        return Severity[text.upper()]
    except KeyError:
        raise ConfigError(
            f"there is no severity {text!r}",
            expected="info, warning or critical",
            source=where,
            field="fail_on",
        ) from None


def _check_top(table: dict[str, Any], where: str, *, is_named: bool) -> None:
    for name in table:
        if name not in _TOP:
            raise unknown_field(name, list(_TOP), where)
        if name in _NOT_FROM_HERE and not is_named:
            raise ConfigError(
                f"a configuration found in the current folder may not set {name}",
                do=f"name the file if you trust it: --config {FILE_NAME}",
                source=where,
                field=name,
            )


def _choose(
    table: dict[str, Any], where: str, wanted: tuple[str, ...], *, every: bool
) -> dict[str, dict[str, Any]]:
    """Give the fields of each chosen target, by name; top-level fields are every target's default."""
    defaults = {name: table[name] for name in _DEFAULTS if name in table}
    given: object = table.get("targets", {})
    named = _tables(given)
    if named is None:
        raise ConfigError(
            "targets is not a table of tables",
            expected="[targets.<name>]",
            source=where,
            field="targets",
        )
    for name in wanted:
        if name not in named:
            raise _no_target(name, list(named), where)
    if wanted:
        return {name: {**defaults, **named[name]} for name in wanted}
    if len(named) > 1 and not every:
        raise ConfigError(
            f"there are several targets: {', '.join(named)}",
            do="name one with --target, or take all with --all",
            source=where,
        )
    return {name: {**defaults, **fields} for name, fields in named.items()} or {
        "default": defaults
    }


def _tables(given: object) -> dict[str, dict[str, Any]] | None:
    """Take a table of tables; anything else is None."""
    if not isinstance(given, dict):
        return None
    tables = cast("dict[str, object]", given)
    if not all(isinstance(fields, dict) for fields in tables.values()):
        return None
    return cast("dict[str, dict[str, Any]]", tables)


def _no_target(wanted: str, known: list[str], where: str) -> ConfigError:
    error = unknown_field(wanted, known, where)
    return ConfigError(
        f"there is no target {wanted!r}",
        expected=", ".join(known) or "a file with [targets.<name>]",
        do=error.do
        if known
        else "write one with `ajo-doctor init`, or give --account or --key-uri",
        source=where or "--target",
    )


def _target(
    name: str,
    fields: dict[str, Any],
    over: Mapping[str, str],
    flags: Mapping[str, str],
    where: str,
) -> Target:
    try:
        return _read_target(name, fields, over, flags, where)
    except ConfigError as error:
        if where and error.source == where and error.line is None:
            line = line_of(Path(where), error.field, target=name)
            raise error.at(line=line) from None
        raise


def _read_target(
    name: str,
    fields: dict[str, Any],
    over: Mapping[str, str],
    flags: Mapping[str, str],
    where: str,
) -> Target:
    # Each layer is read alone first, so that an error names the layer it stands in.
    for layer, source in ((fields, where), (over, "environment"), (flags, "command line")):
        for key, value in layer.items():
            if key not in LISTS:
                target_of_field(key, value, source)
    return target_of(name, {**fields, **over, **flags}, where=where or "command line")


def target_of_field(key: str, value: object, source: str) -> None:
    """Check one field alone.

    Raises:
        ConfigError: if it cannot be read, naming the layer it came from.
    """
    if key not in FIELDS:
        raise unknown_field(key, [*FIELDS, *LISTS], source)
    if not isinstance(value, str):
        raise ConfigError(
            f"{value!r} is not a text", expected=FIELDS[key][1], source=source, field=key
        )
    try:
        FIELDS[key][0](value)
    except ConfigError as error:
        label = {"environment": PREFIX + key.upper(), "command line": "--" + key.replace("_", "-")}
        if source in label:
            raise error.at(source=label[source]) from None
        raise error.at(source=source, field=key) from None


def _text(table: dict[str, Any], name: str, where: str) -> str | None:
    value = table.get(name)
    if value is not None and not isinstance(value, str):
        raise ConfigError(f"{value!r} is not a text", source=where, field=name)
    return value


def _plugins(table: dict[str, Any], where: str) -> tuple[str, ...]:
    given: object = table.get("plugins", [])
    names = cast("list[object]", given) if isinstance(given, list) else [None]
    if not all(isinstance(name, str) for name in names):
        raise ConfigError(
            "plugins is not a list of names",
            expected='plugins = ["their-pack"]',
            source=where,
            field="plugins",
        )
    return tuple(str(name) for name in names)


def _deadline(table: dict[str, Any], where: str) -> float:
    value = table.get("deadline", 60)
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not 1 <= value <= _LONGEST_DEADLINE_S
    ):
        raise ConfigError(
            f"{value!r} is not a deadline",
            expected="seconds, 1 to 3600",
            source=where,
            field="deadline",
        )
    return float(value)
