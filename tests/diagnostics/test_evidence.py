"""Evidence by type."""

from __future__ import annotations

import pytest

from diagnostics.evidence import Seen
from tests.support.small import NOW, Pipe, Water


def test_evidence_is_found_by_its_type() -> None:
    water = Water(observed_at=NOW)
    seen = Seen([water])
    assert seen[Water] is water
    assert seen.maybe(Water) is water
    assert (len(seen), list(seen), Water in seen, Pipe in seen) == (1, [Water], True, False)


def test_what_was_not_read_is_none_or_an_error() -> None:
    assert Seen().maybe(Water) is None
    with pytest.raises(KeyError):
        Seen()[Water]


def test_of_two_the_later_wins() -> None:
    later = Water(observed_at=NOW, degrees=9)
    assert Seen([Water(observed_at=NOW), later])[Water] is later
