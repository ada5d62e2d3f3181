"""What plots say without a browser: their scales, their words, and that nothing in a name becomes markup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.report.plot_bars import stacked
from diagnostics.report.plot_record import Bar, Bars, Line, Mark, Series, Unit
from diagnostics.report.plot_scale import count_label, seconds_label, time_scale, value_scale
from diagnostics.report.plot_time import columns, describe, lines

_AT = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
_SVG = "{http://www.w3.org/2000/svg}"


@given(st.lists(st.floats(0, 1e9, allow_nan=False), max_size=20), st.booleans())
def test_every_value_lies_on_its_axis(values: list[float], seconds: bool) -> None:
    """The ticks ascend, begin and end the axis, and are few enough to be read."""
    scale = value_scale(values, seconds=seconds)
    assert list(scale.ticks) == sorted(set(scale.ticks))
    assert (scale.ticks[0], scale.ticks[-1]) == (scale.low, scale.high)
    assert 2 <= len(scale.ticks) <= 9
    # Under a millisecond nothing was measured.
    seen = [max(value, 0.001) for value in values if value > 0]
    assert all(scale.low <= value <= scale.high * (1 + 1e-9) for value in seen)
    assert min((scale.share(value) for value in values), default=0) >= 0


@given(st.integers(0, 10**8))
def test_times_have_few_ticks(seconds: int) -> None:
    """From a second to years: at most eight ticks, all inside."""
    scale, write = time_scale(_AT, _AT + timedelta(seconds=seconds))
    assert len(scale.ticks) <= 8
    assert all(scale.low <= tick <= scale.high and write(tick) for tick in scale.ticks)


def test_amounts_have_natural_units() -> None:
    """As a person would say them."""
    assert [seconds_label(one) for one in (0, 0.25, 1.5, 90, 5400, 129600)] == [
        "0 s",
        "250 ms",
        "1.5 s",
        "1.5 min",
        "1.5 h",
        "1.5 d",
    ]
    assert [count_label(one) for one in (7, 1200, 3_400_000)] == ["7", "1.2 k", "3.4 M"]


def test_a_picture_is_told_in_words() -> None:
    """Who cannot see it hears the span, the highest values and the marks."""
    series = Series(
        title="Delay",
        unit=Unit.SECONDS,
        at=(_AT, _AT + timedelta(minutes=5)),
        lines=(Line(name="p95", values=(2.0, None)),),
        marks=(Mark(at=_AT, label="onset"),),
    )
    assert describe(series) == (
        "From 2026-11-23 08:15 to 2026-11-23 08:20 UTC: p95 at most 2 s. onset at 2026-11-23 08:15 UTC."
    )
    root = ET.fromstring(lines(series))  # noqa: S314 - our own picture
    assert root.findtext(f"{_SVG}desc") == describe(series)


@given(st.text(max_size=40), st.lists(st.floats(0, 1e12), min_size=3, max_size=3))
def test_no_name_becomes_markup(name: str, sizes: list[float]) -> None:
    """Names of domains and campaigns come from outside; the picture stays whole and without what was not drawn."""
    bars = Bars(
        title=name,
        unit=Unit.SECONDS,
        parts=(name, "b", "c"),
        bars=(Bar(label=name, parts=tuple(sizes)),),
    )
    counts = Series(
        title=name,
        unit=Unit.COUNT,
        at=(_AT, _AT + timedelta(minutes=1)),
        lines=(Line(name=name, values=(sizes[0], sizes[1])),),
        marks=(Mark(at=_AT, label=name),),
    )
    for picture in (stacked(bars), columns(counts)):
        drawn = {element.tag.removeprefix(_SVG) for element in ET.fromstring(picture).iter()}  # noqa: S314
        assert drawn <= {
            "svg",
            "title",
            "desc",
            "style",
            "rect",
            "text",
            "line",
            "polyline",
            "circle",
        }
