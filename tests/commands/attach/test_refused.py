"""What a ticket system refuses leaves the ticket as it was, and is said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.tickets import github, github_description, jira
from tests.support.tickets.serving import Served, told
from tests.support.tickets.web import Says

# What may be wrong with ticket, login or limits, and what is then said. Nothing may be on the ticket afterwards.
AT_JIRA: dict[str, tuple[Any, str]] = {
    "an unknown ticket": (
        lambda s: s.state.keys.clear(),
        "there is no ticket OPS-42, or this login may not see it",
    ),
    "a bad token": (
        lambda s: s.environ.update(JIRA_TOKEN="wrong-but-one-word"),
        "does not take this login (401)",
    ),
    "no right to comment": (
        lambda s: s.state.rights.discard("ADD_COMMENTS"),
        "this login may not write comments on this ticket (it lacks ADD_COMMENTS)",
    ),
    "no right to add files": (
        lambda s: s.state.rights.discard("CREATE_ATTACHMENTS"),
        "it lacks CREATE_ATTACHMENTS; --no-file sends the comment alone",
    ),
    "files switched off": (
        lambda s: setattr(s.state, "files_enabled", False),
        "files are switched off in this Jira (--no-file sends the comment alone)",
    ),
    "a file too large": (
        lambda s: setattr(s.state, "largest_file", 1000),
        "bytes, and this system takes 1,000",
    ),
    "a limit that was not told": (
        lambda s: s.web.trouble("POST .*/attachments", Says(413, raw=b"", headers={})),
        "answered 413",
    ),
    "too many requests": (
        lambda s: s.web.trouble(
            "GET .*/issue/OPS-42", Says(429, {"message": "slow down"}, {"Retry-After": "17"})
        ),
        "wait as it says (Retry-After: 17 s), then attach again",
    ),
    "a page to sign in at": (
        lambda s: s.web.trouble("GET .*", Says(302, None, {"Location": "https://sso.example/in"})),
        "points elsewhere (sso.example)",
    ),
    "a page for people": (
        lambda s: s.web.trouble(
            "GET .*", Says(200, raw=b"<html>", headers={"Content-Type": "text/html"})
        ),
        "answered with text/html, not with JSON",
    ),
    "JSON of something else": (
        lambda s: s.web.trouble("GET .*/issue/OPS-42", Says(200, [1])),
        "answered with something else than Jira does",
    ),
    "a ticket that was moved": (
        lambda s: s.web.trouble("GET .*/issue/OPS-42", Says(200, {"key": "NEW-1"})),
        "the ticket was moved: it is NEW-1 now",
    ),
    "a connection that drops": (
        lambda s: s.web.trouble("GET .*", "drop"),
        "closed the connection without an answer",
    ),
    "an answer cut short": (
        lambda s: s.web.trouble("GET .*", "cut"),
        "closed the connection without an answer",
    ),
    "a broken server": (
        lambda s: s.web.trouble("GET .*", Says(503, {"message": "down"})),
        "answered 503: down",
    ),
    "no trust": (
        lambda s: s.environ.pop("AJO_DOCTOR_CA"),
        "is not trusted (unable to get local issuer certificate)",
    ),
    "nobody there": (
        lambda s: s.environ.update(JIRA_URL="https://localhost:9"),
        "no connection to localhost:9: Connection refused",
    ),
    "a name that is none": (
        lambda s: s.environ.update(JIRA_URL="https://jira.invalid"),
        "no connection to jira.invalid",
    ),
    "a proxy that is not there": (
        lambda s: s.environ.update(AJO_DOCTOR_PROXY="http://127.0.0.1:9"),
        "the proxy on the way to localhost",
    ),
}


@pytest.mark.parametrize("name", AT_JIRA)
def test_what_jira_refuses_leaves_the_ticket_as_it_was(
    name: str, at_jira: Served[jira.Jira]
) -> None:
    spoil, words = AT_JIRA[name]
    spoil(at_jira)
    said = at_jira.attach()
    assert words in told(said), said.err
    assert "nothing was sent" in said.err
    assert said.err.count("ajo-doctor: ") == 1
    assert said.code == 2
    assert at_jira.state.comments == at_jira.state.files == []


AT_GITHUB: dict[str, tuple[Any, str]] = {
    "an unknown issue": (
        lambda s: s.state.issues.clear(),
        "there is no issue contoso/ajo-middleware#7, or this token may not see it",
    ),
    "a deleted issue": (
        lambda s: s.state.deleted.add(7),
        "contoso/ajo-middleware#7 is gone: This issue was deleted",
    ),
    "a locked issue": (
        lambda s: s.state.issues[7].update(locked=True),
        "may not write at contoso/ajo-middleware#7: Unable to create comment because issue is locked.",
    ),
    "a token that may only read": (
        lambda s: setattr(s.state, "may_write", False),
        "it needs Issues: read and write",
    ),
    "a bad token": (
        lambda s: s.environ.update(GITHUB_TOKEN="wrong-but-one-word"),
        "does not take this token (401)",
    ),
    "a text it does not take": (
        lambda s: s.web.trouble(
            "POST .*",
            Says(
                422, {"message": "Validation Failed", "errors": [{"message": "Body is too long"}]}
            ),
        ),
        "answered 422: Validation Failed; Body is too long",
    ),
    "too many requests": (
        lambda s: s.web.trouble(
            "POST .*", Says(403, {"message": "secondary rate limit"}, {"Retry-After": "60"})
        ),
        "wait as it says (Retry-After: 60 s), then attach again",
    ),
    "a used up limit": (
        lambda s: s.web.trouble(
            "GET .*",
            Says(
                403,
                {"message": "API rate limit exceeded"},
                {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1795910400"},
            ),
        ),
        "its limit of requests is used up until 2026-11-29 00:00 UTC",
    ),
    "JSON of something else": (
        lambda s: s.web.trouble("GET .*/issues/7", Says(200, {"title": [1]})),
        "answered with something else than GitHub does",
    ),
    "an issue that was moved": (
        lambda s: s.web.trouble(
            "GET .*/issues/7", Says(301, {"message": "Moved"}, {"Location": f"{s.web.origin}/x"})
        ),
        "the ticket was moved, or this is the page to sign in at",
    ),
    "a next page elsewhere": (
        lambda s: s.web.trouble(
            "GET .*/comments",
            Says(
                200,
                [github_description.example("issue-comment")],
                {"Link": '<https://evil.example/x>; rel="next"'},
            ),
        ),
        "answered with something else than GitHub does",
    ),
}


@pytest.mark.parametrize("name", AT_GITHUB)
def test_what_github_refuses_leaves_the_issue_as_it_was(
    name: str, at_github: Served[github.GitHub]
) -> None:
    spoil, words = AT_GITHUB[name]
    spoil(at_github)
    said = at_github.attach()
    assert words in told(said), said.err
    assert "nothing was sent" in said.err
    assert said.code == 2
    assert at_github.state.comments == []


@pytest.mark.parametrize("trouble", ["hang", "drip"])
def test_a_server_that_does_not_end_is_left_after_the_deadline(
    trouble: Any, at_jira: Served[jira.Jira]
) -> None:
    at_jira.web.trouble("GET .*/myself", trouble)
    said = at_jira.attach("--deadline", "1")
    assert "did not answer within 1 s" in told(said)
    assert said.code == 2


def test_what_is_half_there_is_told_with_exit_code_3(at_jira: Served[jira.Jira]) -> None:
    at_jira.web.trouble("POST .*/comment", Says(400, {"errorMessages": ["no"]}))
    at_jira.web.trouble("DELETE .*", "drop")
    said = at_jira.attach()
    assert said.code == 3
    assert "on the ticket: the file ajo-doctor-" in told(said)
    assert "do: attach it again" in said.err
