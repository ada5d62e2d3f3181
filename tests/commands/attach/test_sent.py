"""A report goes onto a ticket: the real client libraries against servers that hold every request against a description."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from diagnostics.simulator import ids
from tests.support.tickets import github, jira
from tests.support.tickets.serving import Served, a_github, a_jira, told
from tests.support.tickets.web import Says


def test_jira_gets_a_comment_in_its_own_notation_and_the_report_as_a_file(
    at_jira: Served[jira.Jira],
) -> None:
    said = at_jira.attach()
    assert said.code == 0, said.err
    (comment,) = at_jira.state.comments
    (file,) = at_jira.state.files
    assert comment["body"].startswith("h1. BROKEN: ")
    assert "{noformat}\naz ad sp update --id " in comment["body"]
    assert "**" not in comment["body"]
    assert f"[^{file['filename']}]" in comment["body"]
    assert at_jira.state.data[file["id"]].startswith(b"<!doctype html>")
    assert said.out == (
        f"jira:OPS-42: comment written, file added: {at_jira.web.origin}/browse/OPS-42"
        f"?focusedCommentId={comment['id']}\n"
    )
    assert "as Kim Doe (JIRA_TOKEN)" in told(said)


def test_github_gets_a_comment_in_markdown_and_is_said_to_take_no_file(
    at_github: Served[github.GitHub],
) -> None:
    said = at_github.attach()
    assert said.code == 0, said.err
    (comment,) = at_github.state.comments
    assert comment["body"].startswith("# BROKEN: ")
    assert "```sh\n" in comment["body"]
    assert comment["body"].rstrip().endswith("-->")
    assert "as contoso-bot (GITHUB_TOKEN)" in told(said)
    assert "none: GitHub takes no files at an issue" in said.err


def test_an_enterprise_server_is_reached_below_its_path(place: Path) -> None:
    with a_github(place, prefix="/api/v3") as served:
        assert served.attach().code == 0
        assert all(line.split()[1].startswith("/api/v3/") for line in served.web.lines())


def test_a_personal_access_token_of_data_center_goes_alone(place: Path) -> None:
    with a_jira(place, user=None) as served:
        assert served.attach().code == 0
        assert served.web.asked[0].headers["authorization"] == f"Bearer {jira.TOKEN}"


@pytest.mark.parametrize("made", [a_jira, a_github])
def test_the_same_report_again_sends_nothing(place: Path, made: Any) -> None:
    with made(place) as served:
        served.attach()
        served.web.asked.clear()
        said = served.attach()
        assert said.code == 0
        assert "stands there already, nothing was sent" in said.out
        assert served.web.lines("POST|PUT|PATCH|DELETE") == []


@pytest.mark.parametrize("made", [a_jira, a_github])
def test_another_run_of_the_target_changes_the_comment(place: Path, made: Any) -> None:
    with made(place) as served:
        served.attach("--max-size", "1000")
        said = served.attach()
        assert said.code == 0, said.err
        assert "comment changed" in said.out
        assert len(served.state.comments) == 1


def test_nothing_is_sent_without_a_word_of_the_user(at_jira: Served[jira.Jira]) -> None:
    said = at_jira.attach(yes=False)
    assert said.code == 2
    assert "there is no terminal to confirm it on" in told(said)
    assert "add --yes where that is wanted" in said.err
    assert at_jira.web.lines("POST|PUT|DELETE") == []


def test_a_dry_run_prints_exactly_what_would_be_sent(at_jira: Served[jira.Jira]) -> None:
    dry = at_jira.attach("--dry-run")
    assert dry.code == 0
    assert at_jira.web.lines("POST|PUT|DELETE") == []
    at_jira.attach()
    assert at_jira.state.comments[0]["body"] == dry.out


def test_names_are_pseudonyms_unless_told_otherwise(at_jira: Served[jira.Jira]) -> None:
    shared = at_jira.attach("--dry-run")
    whole = at_jira.attach("--dry-run", "--no-share")
    assert re.search(r"names +\d+ replaced by pseudonyms, 0 strings left", told(shared))
    assert "names       as they are (--no-share)" in whole.err
    for name in (ids.SUBSCRIPTION, ids.VAULT, ids.ACCOUNT_ID):
        assert name in whole.out
        assert name not in shared.out
    at_jira.attach()
    (data,) = at_jira.state.data.values()
    assert ids.SUBSCRIPTION.encode() not in data
    assert ids.VAULT.encode() not in data


def test_a_comment_fits_the_field_of_its_system(at_jira: Served[jira.Jira]) -> None:
    at_jira.state.largest_comment = 2_000
    said = at_jira.attach()
    assert said.code == 2
    assert "exceeds the allowed limit of 2,000 characters" in told(said)
    assert at_jira.state.files == []  # taken away again
    assert at_jira.attach("--max-size", "2000").code == 0
    assert len(at_jira.state.comments[0]["body"].encode()) <= 2_000
    assert "*Shortened*" in at_jira.state.comments[0]["body"]


def test_a_closed_and_locked_issue_is_said_to_be_so_before_it_is_asked(
    at_github: Served[github.GitHub],
) -> None:
    at_github.state.issues[7].update(state="closed", locked=True)
    at_github.state.may_comment_where_locked = True
    said = at_github.attach()
    assert said.code == 0
    assert "Campaign calls answer 500 (closed, locked)" in told(said)


def test_an_apps_token_names_nobody_and_changes_its_own_comment(
    at_github: Served[github.GitHub],
) -> None:
    at_github.state.is_app = True
    at_github.attach("--max-size", "1000")
    at_github.state.comments[0]["user"]["type"] = "Bot"
    said = at_github.attach()
    assert "as an app (its token names no person)" in told(said)
    assert "comment changed" in said.out
    assert len(at_github.state.comments) == 1


def test_a_ticket_that_customers_read_is_said_to_be_one(at_jira: Served[jira.Jira]) -> None:
    assert "customers" not in at_jira.attach("--dry-run").err
    at_jira.state.project_type = "service_desk"
    said = at_jira.attach("--dry-run")
    assert "read by     its customers too: this is a ticket of a service project" in told(said)


def test_an_issue_that_everybody_reads_is_said_to_be_one(at_github: Served[github.GitHub]) -> None:
    assert "read by" not in at_github.attach("--dry-run").err
    at_github.state.is_private = False
    assert "read by     everybody: the repository is public" in at_github.attach("--dry-run").err
    at_github.web.trouble("GET /repos/[^/]+/[^/]+", Says(403, {"message": "no"}))
    assert "read by     not known: this token may not see" in at_github.attach("--dry-run").err


def test_no_file_sends_the_comment_alone(at_jira: Served[jira.Jira]) -> None:
    at_jira.state.files_enabled = False
    assert at_jira.attach("--no-file").code == 0
    assert at_jira.state.files == []
    assert "[^" not in at_jira.state.comments[0]["body"]


def test_strange_titles_and_names_do_nothing_to_the_terminal(at_jira: Served[jira.Jira]) -> None:
    at_jira.state.title = "\x1b[31mred\u202e"
    said = at_jira.attach("--dry-run")
    assert "\x1b" not in said.err
    assert "<U+001B>[31mred<U+202E>" in said.err
