"""The history as text and JSON: a strip of the last runs, one character a run, and since when each finding stands.

The characters are ASCII and say by themselves what they mean, so that a strip reads the same in a ticket, a log and a
terminal without colours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from diagnostics.history.kept import LEGEND, NOT_HERE, OK, Entry, Past, Standing
from diagnostics.report import escape
from diagnostics.report.wrap import columns, wrap

SCHEMA = 1
_QUIET = frozenset({OK, NOT_HERE})
_BOLD = ("\x1b[1m", "\x1b[0m")
_UNKNOWN = "(never)"


def text(
    pasts: Sequence[Past], now: datetime, *, every_check: bool = False, color: bool = False
) -> str:
    """Draw it for a terminal: one target in full, several by a line each.

    Args:
        pasts: of the targets.
        now: the instant that "since" is counted to.
        every_check: also those that were well in every run shown.
        color: whether what stands is bold.
    """
    drawn = (
        _one(pasts[0], now, every_check=every_check, color=color)
        if len(pasts) == 1
        else _many(pasts, now, color=color)
    )
    return "\n".join(line.rstrip() for line in drawn) + "\n"


def as_json(pasts: Sequence[Past]) -> str:
    """Write everything that is shown, and what text leaves out; ASCII only."""
    tree = {"schema": SCHEMA, "legend": LEGEND, "targets": [_tree(past) for past in pasts]}
    return json.dumps(tree, indent=2, ensure_ascii=True) + "\n"


def _many(pasts: Sequence[Past], now: datetime, *, color: bool) -> Iterator[str]:
    width = max(columns(_name(past)) for past in pasts)
    for past in pasts:
        strip = "".join(run.mark for run in past.runs)
        last = _at(past.runs[-1].at) if past.runs else _UNKNOWN
        yield f"{_padded(_name(past), width)}  {strip}  {last}"
        for each in past.standing:
            yield from _standing(each, now, " " * (width + 2), color=color)
    yield ""
    yield _legend("".join(run.mark for past in pasts for run in past.runs))


def _one(past: Past, now: datetime, *, every_check: bool, color: bool) -> Iterator[str]:
    runs = f"{past.kept} run{'' if past.kept == 1 else 's'} kept"
    since = f" since {_at(past.first)}" if past.first else ""
    yield f"target {_name(past)}: {runs}{since}"
    if past.runs:
        yield from _strips(past, every_check=every_check)
    yield from ("", "Stands now")
    for each in past.standing:
        yield from _standing(each, now, "  ", color=color)
    if not past.standing:
        yield "  nothing that was found"
    if past.gone:
        yield from ("", "Gone")
        for each in past.gone:
            yield from _gone(each)


def _strips(past: Past, *, every_check: bool) -> Iterator[str]:
    rows = {"the run": "".join(run.mark for run in past.runs)}
    every = dict.fromkeys(check for run in past.runs for check in run.marks)
    for check in sorted(every):
        rows[check] = "".join(run.marks.get(check, " ") for run in past.runs)
    well = [name for name, strip in rows.items() if name in every and set(strip) <= _QUIET]
    shown = [name for name in rows if every_check or name not in well]
    width = max(columns(escape.plain(name)) for name in shown)
    first, last = past.runs[0], past.runs[-1]
    yield f"the last {len(past.runs)}, the oldest left: {_at(first.at)} to {_at(last.at)}"
    yield f"the last one: {last.command}, {escape.plain(last.sentence)}"
    yield ""
    for name in shown:
        yield f"  {_padded(escape.plain(name), width)}  {rows[name]}"
    if well and not every_check:
        yield f"  {_unshown([rows[name] for name in well])}"
    yield f"  {_legend(''.join(rows[name] for name in shown))}"


def _unshown(strips: Sequence[str]) -> str:
    """Count what needs no line; a check that was never asked is not well."""
    well = sum(OK in strip for strip in strips)
    left = len(strips) - well
    parts: list[str] = []
    if well:
        parts.append(f"{well} more check{' was' if well == 1 else 's were'} well when asked")
    if left:
        parts.append(f"{left} did not apply, or {'was' if left == 1 else 'were'} left out")
    return "; ".join(parts)


def _standing(each: Standing, now: datetime, indent: str, *, color: bool) -> Iterator[str]:
    noticed = each.noticed
    unseen = (
        f"; not to be seen since {_at(each.unseen)}, so nobody knows whether it still stands"
        if each.unseen
        else ""
    )
    code = f"{_BOLD[0]}{noticed.code}{_BOLD[1]}" if color else noticed.code
    suppressed = ", suppressed" if noticed.suppressed else ""
    said = (
        f"{noticed.severity}{suppressed}, since {_at(each.since)} ({_span(now - each.since)}):"
        f" {noticed.title}{unseen}"
    )
    yield f"{indent}{code} {escape.plain(said)}"
    yield f"{indent}      {escape.plain(noticed.subject)}"


def _gone(each: Standing) -> Iterator[str]:
    gone = each.gone or each.last
    said = f"{_at(each.since)} to {_at(gone)} ({_span(gone - each.since)}): {each.noticed.title}"
    yield from wrap(f"{each.noticed.code} {said}", "        ", "  ")
    yield f"        {escape.plain(each.noticed.subject)}"


def _legend(used: str) -> str:
    return "   ".join(
        f"{mark.strip() or '(blank)'} {LEGEND[mark]}" for mark in LEGEND if mark in used
    )


def _name(past: Past) -> str:
    name = escape.plain(past.target)
    return f"SIMULATED {name}" if past.simulated else name


def _padded(said: str, width: int) -> str:
    return said + " " * (width - columns(said))


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _span(span: timedelta) -> str:
    """Say how long, in the two largest units."""
    minutes = max(0, span // timedelta(minutes=1))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"


def _tree(past: Past) -> dict[str, object]:
    return {
        "target": past.target,
        "simulated": past.simulated,
        "kept": past.kept,
        "first": _iso(past.first),
        "runs": [_run(run) for run in past.runs],
        "standing": [_finding(each) for each in past.standing],
        "gone": [_finding(each) for each in past.gone],
    }


def _run(run: Entry) -> dict[str, object]:
    return {
        "at": _iso(run.at),
        "took_ms": run.took_ms,
        "command": run.command,
        "mark": run.mark,
        "exit_code": run.exit_code,
        "cause": run.cause,
        "sentence": run.sentence,
        "checks": dict(run.marks),
    }


def _finding(each: Standing) -> dict[str, object]:
    return {
        "code": each.noticed.code,
        "subject": each.noticed.subject,
        "severity": each.noticed.severity,
        "title": each.noticed.title,
        "checks": list(each.noticed.checks),
        "suppressed": each.noticed.suppressed,
        "since": _iso(each.since),
        "last": _iso(each.last),
        "unseen_since": _iso(each.unseen),
        "gone": _iso(each.gone),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
