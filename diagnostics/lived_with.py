"""What the user lives with until a day, as the configuration says it: open questions and findings.

Both are tables of plain texts and one day, `until`, without which nothing is accepted: what has no end is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from diagnostics.config_file import line_with
from diagnostics.errors import ConfigError
from diagnostics.records import record
from diagnostics.suppression import Suppression
from diagnostics.targets import AcceptedUnknown

_KIND = re.compile(r"[A-Za-z]{2}\d{3}|[a-z0-9]+(?:-[a-z0-9]+)+")  # a code or a slug
_LONGEST = 400  # characters of a text


@record(frozen=True, slots=True)
class _Table:
    """One sort of table."""

    field: str  # its name in the file
    names: Mapping[str, str]  # what each of its texts is
    example: str


_ACCEPT = _Table(
    "accept",
    {"check": "id of the check", "reason": "why it may stay open"},
    '[[targets.<name>.accept]] with check = "…", reason = "…", until = 2027-01-31',
)
_SUPPRESS = _Table(
    "suppress",
    {
        "kind": "code of the finding, as KV209",
        "subject": "the full identifier that the report shows",
        "owner": "who answers for it",
        "reason": "why it may stay",
    },
    '[[suppress]] with kind = "KV209", subject = "/subscriptions/…", owner = "…", reason = "…", until = 2027-01-31',
)
_DAY = "a day without quotes: until = 2027-01-31"


def accepted(value: object, where: str) -> tuple[AcceptedUnknown, ...]:
    """Read the open questions that a target lives with.

    Raises:
        ConfigError: if one is incomplete; `field` is `accept[<number>]`, with the name of what is wrong in it.
    """
    return tuple(
        AcceptedUnknown(texts["check"], texts["reason"], until)
        for _, texts, until in _entries(value, _ACCEPT, where)
    )


def suppressions(value: object, where: str, *, is_shared: bool = False) -> tuple[Suppression, ...]:
    """Read the findings that somebody answers for.

    Args:
        value: a list of tables; None = there are none.
        where: the file.
        is_shared: they stand above several targets.

    Raises:
        ConfigError: if one is incomplete; `field` is `suppress[<number>]`, with the name of what is wrong in it.
    """
    return tuple(
        Suppression(until=until, is_shared=is_shared, **_with_kind(texts, where, place))
        for place, texts, until in _entries(value, _SUPPRESS, where)
    )


def check_kinds(said: Iterable[Suppression], known: Mapping[str, str], file: str) -> None:
    """Refuse a suppression of a kind that no check finds: it would do nothing and look as if it did.

    Args:
        said: of all targets.
        known: slug of each code.
        file: where they stand; empty = in no file.

    Raises:
        ConfigError: for the first such kind, with the nearest.
    """
    for each in said:
        if each.kind.upper() not in known and each.kind not in known.values():
            near = get_close_matches(each.kind.upper(), known, n=1)
            near = near or get_close_matches(each.kind, known.values(), n=1)
            raise ConfigError(
                f"no check finds a kind {each.kind!r}",
                expected="a code that a report shows, as KV209",
                do=f"did you mean {near[0]!r}?" if near else "`ajo-doctor checks` lists them",
                source=file,
                line=line_with(Path(file), each.kind) if file else None,
                field="suppress.kind",
            )


def _with_kind(texts: dict[str, str], where: str, place: str) -> dict[str, str]:
    if not _KIND.fullmatch(texts["kind"]):
        raise ConfigError(
            f"{texts['kind']!r} is not the code of a finding",
            expected=_SUPPRESS.names["kind"],
            source=where,
            field=f"{place}.kind",
        )
    return texts


def _entries(value: object, table: _Table, where: str) -> list[tuple[str, dict[str, str], date]]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ConfigError(
            f"{table.field} is not a list of tables",
            expected=table.example,
            source=where,
            field=table.field,
        )
    return [
        _entry(each, table, where, f"{table.field}[{number}]")
        for number, each in enumerate(cast("list[object]", value), 1)
    ]


def _entry(
    given: object, table: _Table, where: str, place: str
) -> tuple[str, dict[str, str], date]:
    fields = cast("dict[str, object]", given) if isinstance(given, dict) else {}

    def wrong(name: str, problem: str, expected: str) -> ConfigError:
        return ConfigError(problem, expected=expected, source=where, field=f"{place}.{name}")

    for name in fields:
        if name not in (*table.names, "until"):
            near = get_close_matches(name, (*table.names, "until"), n=1)
            do = f"did you mean {near[0]!r}?" if near else "remove it"
            raise ConfigError(
                f"there is no field {name!r}", table.example, do, where, field=f"{place}.{name}"
            )
    for name, what in table.names.items():
        if name not in fields:
            raise ConfigError(
                f"{name} is missing: {what}", table.example, source=where, field=place
            )
        text = fields[name]
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
            raise wrong(name, f"{text!r:.80} is no text to go by", f"{name} = {what}")
    if "until" not in fields:
        raise ConfigError(
            "until is missing: nothing is lived with for ever", _DAY, source=where, field=place
        )
    until = fields["until"]
    if not isinstance(until, date) or isinstance(until, datetime):
        raise wrong("until", f"{until!r:.80} is not a day", _DAY)
    return place, {name: str(fields[name]).strip() for name in table.names}, until
