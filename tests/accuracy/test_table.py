"""The table and the committed results: every miss by name, every difference by name, no rounding up."""

from __future__ import annotations

from diagnostics.diagnosis.cause import Alike
from tests.accuracy import table
from tests.accuracy.scoring import ANNOUNCED, NAMED, Score
from tests.support.small import a_cause, a_kind

GOOD = Score(name="a+b@w", told=(("a", NAMED), ("b", ANNOUNCED)), causes=("cause-a",), requests=20)
BAD = Score(
    name="a+c@w",
    told=(("a", NAMED), ("c", "")),
    first=False,
    false_ok=("a.check in spite of c",),
    causes=("cause-x", "cause-a"),
    requests=21,
)
SCORES = {"pairs": (GOOD, BAD), "healthy": (Score(name="healthy@w", requests=9),)}


def test_a_line_says_how_what_in_which_order_and_what_is_wrong() -> None:
    assert table.line(GOOD) == "named,announced | cause-a | 20"
    assert table.line(BAD) == (
        "named,NOT TOLD | cause-x cause-a | 21; c is not told; causes: cause-x, cause-a;"
        " what to repair first does not stand first; causes: cause-x, cause-a;"
        " false ok: a.check in spite of c"
    )
    assert table.line(SCORES["healthy"][0]) == "- | - | 9"


def test_what_was_written_is_read_again() -> None:
    found = table.lines(SCORES)
    assert table.read(table.write(found)) == found
    assert table.write(found) == table.write(table.lines(dict(reversed(SCORES.items()))))


def test_the_same_does_not_differ_and_a_part_of_it_neither() -> None:
    committed = table.lines(SCORES)
    assert list(table.differences(committed, committed)) == []
    assert list(table.differences(committed, table.lines({"pairs": (GOOD,)}))) == []


def test_a_difference_is_named_with_both_sides() -> None:
    found = table.lines({"pairs": (GOOD, Score(name="a+d@w"))})
    committed = {"pairs": {"a+b@w": "named,named | cause-a | 20"}}
    changed, new = table.differences(committed, found)
    assert changed.split("\n") == [
        "pairs: a+b@w",
        "    committed: named,named | cause-a | 20",
        "    now:       named,announced | cause-a | 20",
    ]
    assert new == "pairs: a+d@w is not among the committed results"


def test_what_is_committed_and_gone_is_named_where_all_was_run() -> None:
    committed, found = table.lines(SCORES), {"pairs": {}}
    assert list(table.gone(committed, found, is_all=False)) == [
        "healthy: healthy@w is committed, and no run any more"
    ]
    assert len(list(table.gone(committed, found, is_all=True))) == 3


def test_rates_are_never_rounded_up() -> None:
    almost = [Score(name=str(n), told=(("a", NAMED if n else ""),)) for n in range(3000)]
    (_, _, row) = table.table({"pairs": almost})
    assert "| pairs | 3000 | 100.0 % | 99.9 % | 0 | 0 | 0 | 0 | 0 |" in row


def test_a_class_that_was_not_run_has_no_row() -> None:
    rows = list(table.table(SCORES))
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["healthy", "pairs"]
    assert rows[3] == "| pairs | 2 | 50.0 % | 50.0 % | 1 | 0 | 0 | 0 | 41 |"


def test_the_page_begins_with_what_it_does_not_prove_and_ends_with_every_miss() -> None:
    alike = Alike((a_kind("B1"),), "The list was not shown.")
    page = table.page(SCORES, [a_cause("either", a_kind("A1"), not_told_apart=alike)], 1, 9)
    assert page.index("What this does not prove") < page.index("| class |")
    assert "* *cause either* may be: title of B1. The list was not shown." in page
    assert "* pairs: `a+c@w`: c is not told; causes: cause-x, cause-a" in page
    assert "a+b@w" not in page
    assert "Of the 9 cases of the failure matrix 0 were run" in page
    assert "| pairs | 4 | 2 | 0 | 1 | 0 | 0 | 1 |" in page


def test_a_page_without_a_miss_says_so() -> None:
    assert "Nothing was missed." in table.page({"pairs": (GOOD,)}, [], 1, 0)
