"""Plots as a browser draws them: no label touches another or leaves the picture, and all can be read in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnostics.report.plot_bars import stacked
from diagnostics.report.plot_record import Bar, Bars, Line, Mark, Series, Unit
from diagnostics.report.plot_time import columns, lines
from tests.support.browser import browser

_START = datetime(2026, 11, 23, 22, 10, tzinfo=UTC)
_READABLE = 4.5  # WCAG 2.2, 1.4.3
_MEASURE = """
() => {
  const svg = document.querySelector('svg');
  const frame = svg.getBoundingClientRect();
  const colour = (node) => getComputedStyle(node).fill.match(/[0-9.]+/g).slice(0, 3).map(Number);
  const ground = colour(svg.querySelector('.plot-ground'));
  return {
    frame: [frame.left, frame.top, frame.right, frame.bottom], ground,
    texts: [...svg.querySelectorAll('text')].map((node) => {
      const box = node.getBoundingClientRect();
      return {text: node.textContent, colour: colour(node), box: [box.left, box.top, box.right, box.bottom]};
    }),
    fills: [...svg.querySelectorAll('[class^=plot-fill]')].map(colour),
  };
}
"""


def _at(count: int, step: timedelta) -> tuple[datetime, ...]:
    return tuple(_START + index * step for index in range(count))


def _percentiles(count: int, step: timedelta, scale: float) -> Series:
    values = [scale * (1 + index % 7) for index in range(count)]
    gap = [None if index % 11 == 3 else value for index, value in enumerate(values)]
    at = _at(count, step)
    return Series(
        title="Time to first attempt",
        unit=Unit.SECONDS,
        at=at,
        lines=(
            Line(name="p50", values=tuple(gap)),
            Line(name="p95", values=tuple(4 * value for value in values)),
            Line(name="p99", values=tuple(900 * value for value in values)),
        ),
        marks=tuple(
            Mark(at=at[min(place, count - 1)], label=label)
            for place, label in enumerate(
                ("onset", "last good unwrap", "principal disabled", "repair")
            )
        ),
    )


_LONG = "a-very-long-domain-name-of-a-provider-that-nobody-can-type.example.org"
PLOTS = {
    "percentiles of two hours": lines(_percentiles(24, timedelta(minutes=5), 0.7)),
    "percentiles over midnight": lines(_percentiles(40, timedelta(minutes=10), 40)),
    "percentiles of weeks": lines(_percentiles(60, timedelta(hours=12), 7000)),
    "a single moment": lines(_percentiles(1, timedelta(minutes=1), 2)),
    "nothing": lines(Series(title="Nothing", unit=Unit.COUNT, at=(), lines=())),
    "errors per minute": columns(
        Series(
            title="Errors per minute",
            unit=Unit.COUNT,
            at=_at(180, timedelta(minutes=1)),
            lines=tuple(
                Line(name=name, values=tuple(float(minute * size % 977) for minute in range(180)))
                for name, size in (
                    ("4000", 7),
                    ("AADSTS7000112", 31),
                    (_LONG, 3),
                    ("日本語の名前がここに", 1),
                )
            ),
            marks=(Mark(at=_START + timedelta(minutes=178), label="last"),),
        )
    ),
    "one error": columns(
        Series(
            title="One", unit=Unit.COUNT, at=(_START,), lines=(Line(name="4000", values=(1.0,)),)
        )
    ),
    "hops": stacked(
        Bars(
            title="Where the time goes",
            unit=Unit.SECONDS,
            parts=("queue", "MES", "HERALD", "SDS", "ESS", "downstream"),
            bars=tuple(
                Bar(
                    label=f"{'x' * index}{index}.example.org",
                    parts=(0.1, index, 2, 0, 5, index**3),
                )
                for index in range(1, 30, 2)
            ),
        )
    ),
    "names that attack": stacked(
        Bars(
            title='<script>alert(1)</script> & "quotes"',
            unit=Unit.COUNT,
            parts=("</style><script>", "\u202eevil"),
            bars=(Bar(label=f"]]><img src=x onerror=alert(1)>{_LONG}", parts=(10_000_000, 3)),),
        )
    ),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all plots."""
    with browser() as started:
        yield started


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PLOTS)
def test_can_be_read(chromium: Any, name: str, scheme: str) -> None:
    """No label touches another or the border, and each has enough contrast."""
    context = chromium.new_context(color_scheme=scheme, java_script_enabled=True)
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.set_content(f"<!doctype html><meta charset=utf-8><body>{PLOTS[name]}")
        seen = page.evaluate(_MEASURE)
    finally:
        context.close()
    assert not asked
    texts = seen["texts"]
    assert texts
    touching = [
        (one["text"], other["text"])
        for place, one in enumerate(texts)
        for other in texts[place + 1 :]
        if _touch(one["box"], other["box"])
    ]
    assert not touching
    assert not [one["text"] for one in texts if not _inside(one["box"], seen["frame"])]
    faint = {
        one["text"]: round(ratio, 2)
        for one in texts
        if (ratio := _contrast(one["colour"], seen["ground"])) < _READABLE
    }
    assert not faint
    assert all(_contrast(fill, seen["ground"]) >= _READABLE for fill in seen["fills"])


def _touch(one: list[float], other: list[float]) -> bool:
    # A line box is taller than its letters: they may share two pixels of nothing.
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] + 2 < other[3] - 2
        and other[1] + 2 < one[3] - 2
    )


def _inside(box: list[float], frame: list[float]) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _contrast(one: list[float], other: list[float]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: list[float]) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
