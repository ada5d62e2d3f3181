from __future__ import annotations

from pathlib import Path

import pytest

from diagnostics.errors import ConfigError
from diagnostics.tickets.access import access
from diagnostics.tickets.settings import settings_of

URL = {"JIRA_URL": "https://jira.example/jira/"}


def test_github_is_the_public_one_unless_another_is_named() -> None:
    assert access("github", {"GH_TOKEN": "t"}).url == "https://api.github.com"
    named = access("github", {"GH_TOKEN": "t"}, "https://ghe.example/api/v3/")
    assert (named.url, named.host) == ("https://ghe.example/api/v3", "ghe.example")


def test_the_environment_goes_before_a_configuration() -> None:
    assert access("jira", URL | {"JIRA_TOKEN": "t"}, "https://other.example").url == (
        "https://jira.example/jira"
    )


@pytest.mark.parametrize(
    ("system", "environ", "source"),
    [
        ("github", {"GITHUB_TOKEN": "b", "GH_TOKEN": "a"}, "GH_TOKEN"),
        ("github", {"GITHUB_TOKEN": "a"}, "GITHUB_TOKEN"),
        ("jira", URL | {"JIRA_API_TOKEN": "a"}, "JIRA_API_TOKEN"),
        ("jira", URL | {"JIRA_TOKEN": " a\n", "JIRA_API_TOKEN": "b"}, "JIRA_TOKEN"),
    ],
)
def test_the_first_token_counts_and_is_named_by_its_variable(
    system: str, environ: dict[str, str], source: str
) -> None:
    found = access(system, environ)
    assert (found.token, found.source) == ("a", source)
    assert "token" not in repr(found)


def test_a_token_from_a_private_file_is_named_by_the_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_bytes(b"\xef\xbb\xbfcanary-file\r\n")
    file.chmod(0o600)
    found = access("github", {"GITHUB_TOKEN_FILE": str(file)})
    assert (found.token, found.source, found.warnings) == ("canary-file", str(file), ())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file of the token is empty"),
        (b"\xff\xfe\x00", "it is not a text file"),
        (b"canary two words", "this is not a token"),
    ],
)
def test_a_file_that_holds_no_token_is_refused_and_not_repeated(
    content: bytes, words: str, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=words) as refused:
        access("github", {"GITHUB_TOKEN_FILE": str(file)})
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://jira.example",
            "https://",
            "https://a:b@jira.example",
            "https://jira.example?x=1",
        ),
        *(
            "https://jira.example#x",
            "https://jira.example:99999999",
            "https://[::1",
            "jira.example",
        ),
        "https://jira.example/ä",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="this is no address of a ticket system") as refused:
        access("jira", {"JIRA_URL": url, "JIRA_TOKEN": "t"})
    assert refused.value.source == "JIRA_URL"


def test_a_user_who_could_not_stand_in_a_header_is_refused() -> None:
    with pytest.raises(ConfigError, match="this is no name of a user"):
        access("jira", URL | {"JIRA_TOKEN": "t", "JIRA_USER": "a:b"})


def test_a_named_configuration_says_where_and_whom_to_trust(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        'jira_url = "https://j.example"\nproxy = "http://p:1"\nca = "ca.pem"\n[targets.a]\n'
    )
    found = settings_of(str(file), {}, tmp_path)
    assert (found.urls, found.proxy, found.ca) == (
        {"jira_url": "https://j.example"},
        "http://p:1",
        "ca.pem",
    )


def test_a_value_that_is_no_text_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('fail_on = "warning"\ngithub_api_url = 7\n')
    with pytest.raises(ConfigError, match="7 is not a text") as refused:
        settings_of(str(file), {}, tmp_path)
    assert (refused.value.line, refused.value.field) == (2, "github_api_url")


def test_a_configuration_in_the_folder_that_says_nothing_of_it_is_no_hindrance(
    tmp_path: Path,
) -> None:
    (tmp_path / "ajo-doctor.toml").write_text("[targets.a]\n")
    assert settings_of(None, {}, tmp_path).urls == {}
