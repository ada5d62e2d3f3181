from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.names import KeyUri, ResourceId
from diagnostics.tickets.mark import carries, mark_of, marked, same
from diagnostics.tickets.ticket import Ticket
from tests.support.small import TARGET

JIRA = Ticket(system="jira", key="OPS-42")
GITHUB = Ticket(system="github", key="7", repository="contoso/ajo")
ACCOUNT = ResourceId.parse(
    "/subscriptions/22222222-bbbb-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.DocumentDB/databaseAccounts/a"
)
KEY = KeyUri.parse("https://kv-ajo.vault.azure.net/keys/cosmos-cmk")


def test_one_target_on_one_ticket_has_one_mark() -> None:
    mark = mark_of(TARGET, JIRA)
    assert mark == mark_of(replace(TARGET, topology_reason="another run"), JIRA)
    assert mark == mark_of(TARGET, Ticket.parse("jira:ops-42"))


def test_other_targets_and_other_tickets_have_other_marks() -> None:
    targets = [
        TARGET,
        replace(TARGET, name="test"),
        replace(TARGET, account=ACCOUNT),
        replace(TARGET, key_uri=KEY),
    ]
    marks = {mark_of(target, ticket) for target in targets for ticket in (JIRA, GITHUB)}
    assert len(marks) == 8


def test_a_mark_tells_nothing_of_what_it_is_made_of() -> None:
    assert "prod" not in mark_of(TARGET, JIRA)
    assert "ops" not in mark_of(TARGET, JIRA).lower()


def test_github_shows_nothing_of_the_mark_and_jira_a_line_that_explains_it() -> None:
    mark = mark_of(TARGET, JIRA)
    assert marked("a\n", mark, "github").endswith(f"\n\n<!-- {mark} -->\n")
    assert marked("a\n", mark, "jira").endswith(
        f"\n\nReport {mark}: attaching it again changes this comment.\n"
    )


@pytest.mark.parametrize("system", ["jira", "github"])
@given(text=st.text())
def test_a_marked_text_carries_its_mark_and_no_other(system: str, text: str) -> None:
    mark, other = mark_of(TARGET, JIRA), mark_of(TARGET, GITHUB)
    written = marked(text, mark, system)
    assert carries(written, mark)
    assert not carries(written, other)
    assert carries(written.replace("\n", "\r\n"), mark)


def test_an_answer_that_quotes_a_report_is_not_taken_for_it() -> None:
    mark = mark_of(TARGET, JIRA)
    quoted = "> " + marked("report", mark, "jira").strip().replace("\n", "\n> ")
    assert not carries(f"{quoted}\n\nThank you, this helped.", mark)
    assert not carries("", mark)


def test_an_editor_that_escapes_the_hyphens_of_the_mark_hides_nothing() -> None:
    mark = mark_of(TARGET, JIRA)
    assert carries(marked("a", mark, "jira").replace("-", r"\-"), mark)


def test_the_ends_of_lines_make_no_other_text() -> None:
    assert same("a \r\nb\r\n\r\n", "a\nb")
    assert not same("a\nb", "a\nc")
