"""Known ends as text and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from diagnostics.report.expiring import EndView, Expiry, ReadView
from diagnostics.report.wording import ended
from diagnostics.report.wrap import wrap


def text(expiry: Expiry) -> str:
    """Draw it for a terminal."""
    return "\n".join(_text(expiry)) + "\n"


def as_json(expiry: Expiry) -> str:
    """Write the record; ASCII only."""
    return json.dumps(asdict(expiry), indent=2, ensure_ascii=True) + "\n"


def _text(expiry: Expiry) -> Iterator[str]:
    yield from wrap(_sentence(expiry))
    for target in expiry.targets:
        yield ""
        yield from wrap(_head(target, expiry.now))
        mine = [end for end in expiry.ends if end.target == target.target]
        for end in mine:
            yield from wrap(_end(end), " " * 12, f"{_left(end):<12}")
        if not mine:
            yield "  no end is known"
        if target.unseen:
            yield from wrap(f"not seen, so there may be more: {', '.join(target.unseen)}", "  ")


def _sentence(expiry: Expiry) -> str:
    near = sum(end.near and not end.suppressed for end in expiry.ends)
    mark = "SIMULATED " if any(target.simulated for target in expiry.targets) else ""
    if near:
        return f"{mark}Near or over: {near} of {_many(len(expiry.ends))}{_hushed(expiry)}."
    if any(target.unseen for target in expiry.targets):
        return f"{mark}Nothing that was seen ends soon; not all was seen."
    return f"{mark}Nothing ends soon ({_many(len(expiry.ends))}{_hushed(expiry)})."


def _hushed(expiry: Expiry) -> str:
    count = sum(end.near and end.suppressed for end in expiry.ends)
    return f"; {count} more {'is' if count == 1 else 'are'} suppressed" if count else ""


def _many(count: int) -> str:
    return "1 known end" if count == 1 else f"{count} known ends"


def _head(target: ReadView, now: str) -> str:
    age = datetime.fromisoformat(now) - datetime.fromisoformat(target.read_at)
    days = age // timedelta(days=1)
    old = f", {days} days ago" if days > 1 else ", 1 day ago" if days else ""
    return f"{target.target}, as read {_minute(target.read_at)}{old}"


def _left(end: EndView) -> str:
    mark = "!" if end.near and not end.suppressed else " "
    if end.days_left < 0:
        return f"{mark} over"
    return f"{mark} {end.days_left} {'day' if end.days_left == 1 else 'days'}"


def _end(end: EndView) -> str:
    mark = " (suppressed)" if end.suppressed else ""
    return ended(f"{end.what} {_minute(end.at)}, {end.code}{mark}")


def _minute(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M} UTC"
