from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import ConfigError
from diagnostics.tickets.ticket import Ticket


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("jira:OPS-42", "jira:OPS-42"),
        ("JIRA:ops-42", "jira:OPS-42"),
        (" jira:A1_B-9 ", "jira:A1_B-9"),
        ("github:contoso/ajo#7", "github:contoso/ajo#7"),
        ("GitHub:Contoso/ajo.js#123", "github:Contoso/ajo.js#123"),
    ],
)
def test_tickets_are_read(text: str, written: str) -> None:
    assert str(Ticket.parse(text)) == written


@pytest.mark.parametrize(
    "text",
    [
        *("", "OPS-42", "jira", "jira:", "jira:42", "jira:OPS", "jira:OPS-0", "jira:OPS-4-2"),
        *("jira:../../x-1", "jira:OPS-42/comment", "gitlab:a/b#1", "github:a/b", "github:a/b#0"),
        *("github:a/b/c#1", "github:a/..#1", "github:-a/b#1", "github:a/b#1?x", "github:a/b#٣"),
        "https://example.atlassian.net/browse/OPS-42",
    ],
)
def test_what_is_no_ticket_is_refused_with_a_sample_and_the_way_for_other_systems(
    text: str,
) -> None:
    with pytest.raises(ConfigError) as refused:
        Ticket.parse(text)
    assert "jira:OPS-42 or github:OWNER/REPO#7" in refused.value.expected
    assert "report BUNDLE --share --output report.html" in refused.value.do
    assert refused.value.source == "--to"


@given(
    st.text(max_size=60) | st.from_regex(r"(jira|github):[A-Za-z0-9/#_.-]{0,20}", fullmatch=True)
)
def test_any_text_is_a_ticket_that_is_written_as_it_is_read_or_a_clear_refusal(text: str) -> None:
    try:
        ticket = Ticket.parse(text)
    except ConfigError:
        return
    assert Ticket.parse(str(ticket)) == ticket
    # what becomes part of a path cannot climb out of it
    assert not {"/", "?", "#", "%"} & set(ticket.key)
    assert ticket.repository.count("/") == (ticket.system == "github")
