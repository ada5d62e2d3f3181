"""Markdown for the field of a ticket: never longer than asked, nothing broken, and what is left out is said."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from diagnostics.errors import ConfigError
from diagnostics.report.markdown import render_within
from diagnostics.report.present import Paper, present
from diagnostics.report.record import Report
from diagnostics.report.sizes import LEAST, NAMED, bytes_of
from tests.support.any_report import reports

SHORTENED = "**Shortened** to "
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
ANY = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
}


def fences(text: str) -> list[tuple[str, str]]:
    """Code blocks as a ticket system would show them."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    return [(each.info, each.content) for each in tokens if each.type == "fence"]


@given(given=st.lists(reports(), min_size=1, max_size=3), room=st.integers(LEAST, 9000))
@settings(max_examples=40, **ANY)
def test_it_fits_and_is_made_of_whole_pieces(given: list[Report], room: int) -> None:
    whole = present(given, "markdown")
    short = present(given, "markdown", Paper(max_size=room))
    assert len(short.encode()) <= room
    if len(whole.encode()) <= room:
        assert short == whole
        return
    assert SHORTENED in short
    assert "ajo-doctor report" in short.rpartition(SHORTENED)[2]
    blocks = fences(whole)
    for block in fences(short):
        assert block in blocks
        blocks.remove(block)
    # Apart from the headline, which may be shortened by words, and the note, no line is a part of one.
    lines = set(whole.splitlines())
    note = short.rindex(SHORTENED)
    for line in short[:note].splitlines()[4:]:
        assert line in lines


@given(given=st.lists(reports(), min_size=1, max_size=2))
@settings(max_examples=15, **ANY)
def test_more_room_never_says_less_than_the_verdict(given: list[Report]) -> None:
    for room in (LEAST, 1000, *NAMED.values()):
        text = render_within(given, room)
        assert text.startswith("# ")
        assert text.endswith("\n")
        assert len(text.encode()) <= room


@pytest.mark.parametrize("name", NAMED)
def test_a_named_field_has_its_size_whatever_its_case(name: str) -> None:
    assert bytes_of(name) == bytes_of(name.upper()) == NAMED[name]


@pytest.mark.parametrize("text", ["", "-1", "1.5", "4k", "٣٠٠٠", "github ", "9" * 13, "0x1000"])
def test_what_is_no_size_names_those_that_there_are(text: str) -> None:
    with pytest.raises(ConfigError, match="is no limit") as told:
        bytes_of(text)
    assert all(name in told.value.expected for name in NAMED)


@pytest.mark.parametrize("size", ["0", "299"])
def test_a_size_in_which_nothing_can_be_said_is_refused(size: str) -> None:
    with pytest.raises(ConfigError, match="nothing can be said"):
        bytes_of(size)
    assert bytes_of(str(LEAST)) == LEAST
