"""A report goes onto a ticket: the real client libraries against servers that hold every request against a description."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diagnostics.simulator import ids
from tests.support.commands import run, surroundings
from tests.support.openapi import Given, problems
from tests.support.tickets import github, github_description, jira
from tests.support.tickets.serving import Served, a_github, a_jira, kept_run, request_of
from tests.support.tickets.web import Says

SECRETS = (jira.TOKEN, github.TOKEN)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_run(tmp_path_factory.mktemp("run"), "service-principal-disabled")


@pytest.fixture
def place(here: Path, bundle: Path) -> Path:
    shutil.copy(bundle, here / "b.ajo-bundle")
    return here.parent


@pytest.fixture
def at_jira(place: Path) -> Iterator[Served[jira.Jira]]:
    with a_jira(place) as served:
        yield served


@pytest.fixture
def at_github(place: Path) -> Iterator[Served[github.GitHub]]:
    with a_github(place) as served:
        yield served


def told(said: Any) -> str:
    assert not any(secret in said.out + said.err for secret in SECRETS)
    assert "Traceback" not in said.err
    return str(said.err)


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


BAD: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "no ticket": (("--to", "OPS-42"), {}, "--to: this names no ticket system"),
    "no Jira": (
        ("--to", "jira:OPS-42"),
        {"JIRA_TOKEN": "t"},
        "it is not known where this Jira is",
    ),
    "http": (
        ("--to", "jira:OPS-42"),
        {"JIRA_URL": "http://jira.example", "JIRA_TOKEN": "t"},
        "over http anybody on the way reads the token",
    ),
    "a password in the address": (
        ("--to", "jira:OPS-42"),
        {"JIRA_URL": "https://a:canary-pw@jira.example", "JIRA_TOKEN": "t"},
        "this is no address of a ticket system",
    ),
    "no token": (("--to", "jira:OPS-42"), {"JIRA_URL": "https://j.example"}, "there is no token"),
    "a token of two words": (
        ("--to", "github:a/b#1"),
        {"GH_TOKEN": "canary-one two"},
        "GH_TOKEN: this is not a token",
    ),
    "the cloud without a user": (
        ("--to", "jira:OPS-42"),
        {"JIRA_URL": "https://contoso.atlassian.net", "JIRA_TOKEN": "t"},
        "JIRA_USER: a token of Jira Cloud goes together with the mail address",
    ),
    "a file that is not there": (
        ("--to", "github:a/b#1"),
        {"GITHUB_TOKEN_FILE": "none"},
        "GITHUB_TOKEN_FILE: the token cannot be read: No such file",
    ),
    "a small size": (
        ("--to", "github:a/b#1", "--max-size", "10"),
        {"GH_TOKEN": "t"},
        "--max-size: in 10 bytes nothing can be said",
    ),
    "a bundle cut short": (
        ("--to", "github:a/b#1"),
        {"GH_TOKEN": "t", "cut": "1"},
        "this bundle is cut off",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_message_before_anything_is_asked(name: str, place: Path) -> None:
    more, given, words = BAD[name]
    file = Path("b.ajo-bundle")
    if given.get("cut"):
        file.write_bytes(file.read_bytes()[:500])
    said = run("attach", "b.ajo-bundle", *more, environ=surroundings(place) | given)
    assert said.code == 2
    assert words in said.err, said.err
    assert "canary" not in said.err
    assert said.err.count("ajo-doctor: ") == 1


def test_a_configuration_that_lies_in_the_folder_may_not_say_where_a_token_goes(
    at_jira: Served[jira.Jira],
) -> None:
    url = at_jira.environ.pop("JIRA_URL")
    Path("ajo-doctor.toml").write_text(f'jira_url = "{url}"\n')
    said = at_jira.attach()
    assert said.code == 2
    assert (
        "ajo-doctor.toml:1, field jira_url: a configuration found in the current folder may not set jira_url"
        in said.err
    )
    assert at_jira.web.asked == []
    assert at_jira.attach("--config", "ajo-doctor.toml").code == 0
    refused = run("diagnose", environ=at_jira.environ)
    assert refused.code == 2
    assert "may not set jira_url" in refused.err


def test_a_token_from_a_file_that_others_can_read_is_used_and_warned_of(
    at_jira: Served[jira.Jira],
) -> None:
    Path("token").write_text(at_jira.environ.pop("JIRA_TOKEN") + "\n")
    Path("token").chmod(0o644)
    at_jira.environ["JIRA_TOKEN_FILE"] = "token"
    said = at_jira.attach()
    assert said.code == 0
    assert "token can be read by others on this machine: chmod 600 it" in told(said)


def test_the_latest_run_of_a_target_is_found_by_its_word(at_jira: Served[jira.Jira]) -> None:
    said = at_jira.attach(bundle="latest")
    assert said.code == 2
    assert "no run was kept on this machine" in said.err


def test_without_the_libraries_it_is_said_what_to_install(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.delitem(sys.modules, "diagnostics.tickets.github", raising=False)
    monkeypatch.setitem(sys.modules, "github", None)
    environ = surroundings(place) | {"GH_TOKEN": "t"}
    said = run("attach", "b.ajo-bundle", "--to", "github:a/b#1", environ=environ)
    assert said.code == 2
    assert "pip install 'ajo-doctor[tickets]'" in said.err


def test_a_request_that_breaks_the_description_is_found(at_github: Served[github.GitHub]) -> None:
    """Else none of the above would prove anything."""
    import requests

    place = f"{at_github.web.origin}/repos/contoso/ajo-middleware/issues/7/comments"
    with requests.post(
        place,
        json={"text": "x"},
        headers={"Authorization": f"Bearer {github.TOKEN}"},
        verify=at_github.environ["AJO_DOCTOR_CA"],
        timeout=10,
    ) as answer:
        assert answer.status_code == 400
    assert "'body' is a required property" in at_github.web.violations.pop()


@pytest.mark.referee
def test_what_the_servers_answer_is_as_published(at_github: Served[github.GitHub]) -> None:
    from openapi_core import Config, OpenAPI

    at_github.attach()
    origin = "https://api.example"
    document = github_description.document(origin)
    view = OpenAPI.from_dict(document, config=Config(spec_validator_cls=None))
    wrong = []
    for asked in at_github.web.asked:
        says = at_github.state.answer(asked)
        given = Given(says.status, "application/json", json.dumps(says.body).encode())
        try:
            view.validate_response(request_of(asked, origin), given)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a verdict
            wrong.append(f"{asked.verb} {asked.path} {problems(error)[:600]}")
    assert wrong == []
