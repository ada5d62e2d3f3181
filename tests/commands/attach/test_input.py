"""What cannot be used is said before anything is asked: tickets, addresses, tokens, bundles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import run, surroundings
from tests.support.tickets import jira
from tests.support.tickets.serving import Served, told

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
