from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.report.build import build
from diagnostics.report.record import Zone
from diagnostics.report.wording import label_of, place, sentence, when, without_sources
from diagnostics.report.wrap import WIDTH, columns, cut, wrap
from tests.support.reporting import an_outcome, judged

WORDS = st.lists(st.text("abcdefg漢", min_size=1, max_size=100), max_size=30)


@pytest.mark.parametrize(
    ("zone", "says"),
    [
        (Zone(name="UTC", offset_minutes=0), "2026-03-14 23:30 UTC"),
        (Zone(name="CET", offset_minutes=60), "2026-03-14 23:30 UTC (2026-03-15 00:30 CET)"),
        (Zone(name="EST", offset_minutes=-300), "2026-03-14 23:30 UTC (18:30 EST)"),
        (Zone(name="IST", offset_minutes=330), "2026-03-14 23:30 UTC (2026-03-15 05:00 IST)"),
    ],
)
def test_an_instant_is_told_in_both_times_and_with_the_day_where_it_differs(
    zone: Zone, says: str
) -> None:
    assert when("2026-03-14T23:30:00Z", zone) == says


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("at once", "At once."),
        ("none: it only reads", "None: it only reads."),
        ("https://hsm lives elsewhere", "https://hsm lives elsewhere."),
        ("kv-ajo is gone", "kv-ajo is gone."),
        ("Is it?", "Is it?"),
        ("az login --tenant t", "az login --tenant t"),
        ("", "."),
    ],
)
def test_a_sentence_begins_large_unless_it_begins_with_a_name(text: str, begun: str) -> None:
    assert sentence(text) == begun


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        ("/subscriptions/s", "subscription s"),
        ("/subscriptions/s/resourceGroups/rg", "resource group rg"),
        ("/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv", "vault kv"),
        ("/providers/Microsoft.Management/managementGroups/mg", "management group mg"),
        ("/a/b/widgets/w", "widgets w"),
        ("/", "/"),
        ("", "/"),
    ],
)
def test_a_scope_is_named_by_its_last_part(scope: str, name: str) -> None:
    assert place(scope) == name


def test_sources_stand_below_and_not_on_the_first_page() -> None:
    assert (
        without_sources("up to 1 hour (the guide); then done (a page)")
        == "up to 1 hour; then done"
    )


def test_a_target_that_is_called_like_its_topology_is_named_once() -> None:
    report = build(judged(an_outcome()))
    assert label_of(report) == "target mine (own-account), 2026-03-14 23:30 UTC"
    assert "(own-account)" not in label_of(replace(report, target="own-account"))


@given(WORDS)
def test_no_word_is_lost_and_none_is_broken(words: list[str]) -> None:
    assert " ".join(wrap(" ".join(words), "  ", first="* ")).split()[1:] == words


@given(WORDS)
def test_only_a_word_that_is_longer_than_a_line_makes_a_long_line(words: list[str]) -> None:
    for line in wrap(" ".join(words), "  "):
        assert columns(line) <= WIDTH or " " not in line.strip()


@given(st.text(max_size=60), st.integers(0, 40))
def test_what_is_cut_fits(text: str, width: int) -> None:
    assert columns(cut(text, width)) <= width
    assert text.startswith(cut(text, width))


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    assert columns("漢字") == 4
    assert columns("e\u0301") == 1
