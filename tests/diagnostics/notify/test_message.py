"""The words of a notification."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from diagnostics.history.entry import entry_of
from diagnostics.history.kept import Standing
from diagnostics.history.standing import stepped
from diagnostics.notify.message import Item, message
from diagnostics.notify.rules import News
from diagnostics.report.record import Report
from tests.support.examined import examined

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def report(name: str = "key-disabled") -> Report:
    return examined(name).report


def standing(told: Report) -> tuple[Standing, ...]:
    return tuple(stepped({}, entry_of(told, "watch", AT)))


def an_item(told: Report, news: News = News.FOUND) -> Item:
    stands = standing(told)
    new = frozenset(each.noticed.key for each in stands) if news is News.FOUND else frozenset()
    return Item(report=told, news=news, new=new, standing=stands)


def test_verdict_first_command_and_since_when() -> None:
    told = report()
    made = message([an_item(told)], AT)
    command = told.causes[0].steps[0].command
    assert command
    assert (
        made.title == f"ajo-doctor: SIMULATED {told.target}: found: The key is disabled. Our turn."
    )
    assert made.level == "failure"
    lines = made.body.splitlines()
    assert lines[0] == f"SIMULATED {told.target}: FOUND"
    assert lines[1].startswith(
        "BROKEN: Key https://kv-ajo.vault.azure.net/keys/cosmos-cmk is disabled"
    )
    assert f"    {command.sh}" in lines
    assert any("- new: KV101" in line and "(since 2026-11-23 08:00 UTC)" in line for line in lines)
    assert f"More: ajo-doctor report latest --target {told.target}" in lines
    assert lines[-1] == "Round of 2026-11-23 08:00 UTC."


def test_what_could_not_be_looked_for_says_so() -> None:
    told = report()
    (first, *_) = standing(told)
    gone = replace(first, noticed=replace(first.noticed, code="ZZ999"), unseen=AT)
    made = message([Item(report=told, news=News.REMINDER, standing=(gone,))], AT)
    assert "could not be looked for now)" in made.body
    assert "STILL SO" in made.body


def test_many_targets_are_one_message() -> None:
    told = report()
    items = [an_item(replace(told, target=f"t{at:02}")) for at in range(13)]
    made = message(items, AT)
    assert made.title == "ajo-doctor: 13 targets: 13 found"
    assert made.body.count("FOUND\n") == 10
    assert (
        "And 3 more: SIMULATED t10 (found), SIMULATED t11 (found), SIMULATED t12 (found)"
        in made.body
    )


def test_many_findings_are_the_worst_and_a_number() -> None:
    told = report()
    (first, *_) = standing(told)
    many = tuple(
        replace(first, noticed=replace(first.noticed, subject=f"s{at}"), since=AT - timedelta(at))
        for at in range(9)
    )
    made = message([Item(report=told, news=News.REMINDER, standing=many)], AT)
    assert made.body.count("\n- ") == 6
    assert "- and 4 more" in made.body


def test_the_rule_of_flapping_is_said() -> None:
    made = message([an_item(report(), News.FLAPPING)], AT)
    assert "FLAPPING" in made.body
    assert "It changed 4 times within 10 rounds." in made.body


def test_good_news_is_told_as_such_and_a_warning_as_one() -> None:
    well = report("healthy@own-account")
    made = message([an_item(well, News.RECOVERED)], AT)
    assert made.level == "success"
    assert "Do now" not in made.body
    blind = replace(well, exit_code=3)
    assert message([an_item(blind, News.CANNOT_SEE)], AT).level == "warning"


def test_a_hostile_name_is_shown_as_its_numbers_and_a_long_one_is_cut() -> None:
    told = replace(report(), target="own\x1b]0;x\x07\u202e" + "n" * 300)
    made = message([an_item(told)], AT)
    assert "\x1b" not in made.title + made.body
    assert "\u202e" not in made.title + made.body
    assert len(made.title) <= 120
    assert made.title.endswith("…")
