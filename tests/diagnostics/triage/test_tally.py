"""Sums in bounded memory, held against a naive count of everything."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.triage.occurrence import LeftOut, Occurrence, Place
from diagnostics.triage.recognised import Certainty
from diagnostics.triage.tally import Tally, Window
from diagnostics.triage.triaged import Row, Tallied
from tests.diagnostics.triage.occurrences import BEGAN, an_occurrence, recognised

NAMES = ("cmk.4000", "cmk.4018", "entra.7000112")
HOSTS = ("", "a.documents.azure.com", "b.documents.azure.com")

occurrences = st.builds(
    lambda name, certainty, host, identity, after, line, zone: an_occurrence(
        after,
        line=line,
        identity=identity,
        zone_assumed=zone,
        said=recognised(name, certainty=certainty, account_host=host),
    ),
    st.sampled_from(NAMES),
    st.sampled_from(Certainty),
    st.sampled_from(HOSTS),
    st.sampled_from(["", "me", "you"]),
    st.none() | st.integers(-10_000, 10_000),
    st.integers(1, 99),
    st.booleans(),
)


def tallied(items: list[Occurrence], **limits: int) -> Tallied:
    tally = Tally(**limits)
    for item in items:
        tally.add(item)
    return tally.result()


def key(row: Row) -> tuple[str, str, str]:
    return row.recognised.signature_id, row.account, row.identity


@given(st.lists(occurrences, max_size=60))
def test_it_counts_as_a_naive_count_does(items: list[Occurrence]) -> None:
    result = tallied(items)
    naive = Counter(
        (each.recognised.signature_id, each.recognised.account_host, each.identity)
        for each in items
    )
    timed = [each.at for each in items if each.at]
    assert {key(row): row.count for row in result.rows} == dict(naive)
    assert dict(result.minutes) == Counter(at.replace(second=0) for at in timed)
    assert (result.first, result.last) == (min(timed, default=None), max(timed, default=None))
    assert result.hits == len(items)
    assert result.without_time == len(items) - len(timed)
    assert result.zone_assumed == sum(each.zone_assumed for each in items if each.at)
    assert result.ambiguous == sum(
        each.recognised.certainty is Certainty.AMBIGUOUS for each in items
    )


@given(st.lists(occurrences, max_size=60))
def test_each_row_knows_its_first_its_last_and_their_places(items: list[Occurrence]) -> None:
    for row in tallied(items).rows:
        mine = [
            each
            for each in items
            if (each.recognised.signature_id, each.recognised.account_host, each.identity)
            == key(row)
        ]
        timed = [each for each in mine if each.at]
        assert row.first == min((each.at for each in timed), default=None)
        assert row.last == max((each.at for each in timed), default=None)
        if timed:
            assert row.first_place in [each.place for each in timed if each.at == row.first]
            assert row.last_place in [each.place for each in timed if each.at == row.last]
        else:
            assert row.first_place == mine[0].place
        assert sum(count for _, count in row.minutes) == len(timed)


@given(st.lists(occurrences, max_size=60), st.integers(0, 3))
def test_what_is_too_much_to_be_told_apart_is_still_counted(
    items: list[Occurrence], most: int
) -> None:
    result = tallied(items, most_rows=most)
    assert sum(not row.is_rest for row in result.rows) <= most
    assert result.hits == sum(row.count for row in result.rows) == len(items)
    assert result.minutes == tallied(items).minutes
    by_name = Counter(each.recognised.signature_id for each in items)
    for row in result.rows:
        by_name[row.recognised.signature_id] -= row.count
        assert not (row.is_rest and (row.account or row.vault or row.identity))
    assert not +by_name


@given(st.lists(occurrences, min_size=1, max_size=60), st.randoms())
def test_minutes_that_are_too_many_are_put_together_whatever_the_order(
    items: list[Occurrence], shuffler: object
) -> None:
    result = tallied(items, most_minutes=5)
    mixed = list(items)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    assert result.minutes == tallied(mixed, most_minutes=5).minutes
    assert sum(count for _, count in result.minutes) == sum(each.at is not None for each in items)
    step = timedelta(minutes=result.minutes_per_step)
    naive = Counter(
        datetime(1, 1, 1, tzinfo=UTC) + (each.at - datetime(1, 1, 1, tzinfo=UTC)) // step * step
        for each in items
        if each.at
    )
    assert dict(result.minutes) == naive


def test_the_earliest_and_the_latest_instants_there_are_can_be_counted() -> None:
    ends = [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)]
    far = [an_occurrence((at - BEGAN).total_seconds()) for at in ends]
    assert tallied(far, most_minutes=1).hits == 2


def test_a_window_keeps_its_ends_and_what_bears_no_time() -> None:
    tally = Tally(Window(since=BEGAN, until=BEGAN + timedelta(seconds=10)))
    inside = [tally.add(an_occurrence(after)) for after in (-1, 0, 10, 11, None)]
    assert inside == [False, True, True, False, True]
    result = tally.result()
    assert (result.hits, result.outside, result.without_time) == (3, 2, 1)


def test_the_clearest_text_of_a_row_is_kept() -> None:
    doubtful = recognised(certainty=Certainty.AMBIGUOUS, excerpt="doubtful")
    (row,) = tallied([an_occurrence(said=doubtful), an_occurrence(1), an_occurrence(2)]).rows
    assert row.recognised.certainty is Certainty.CERTAIN
    assert (row.count, row.ambiguous) == (3, 1)


def test_what_could_not_be_read_is_listed_up_to_a_number_and_counted_beyond() -> None:
    tally = Tally(most_left_out=2)
    for line in range(5):
        place = Place(path="a.log", offset=0, line=line)
        tally.leave_out(LeftOut(place=place, reason="it is cut", do="copy it again"))
    result = tally.result()
    assert (len(result.left_out), result.left_out_more, result.is_whole) == (2, 3, False)
