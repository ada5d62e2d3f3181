"""Where a ticket system is and with what to sign in there: from the environment, a file, or a configuration that was named.

Never from an argument, which a process list shows, and never from a configuration that merely lies in the current folder.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from diagnostics.errors import ConfigError
from diagnostics.tickets.ticket import GITHUB, JIRA

JIRA_URL, GITHUB_URL = "JIRA_URL", "GITHUB_API_URL"
JIRA_USER = "JIRA_USER"
# The first that is set counts. GH_TOKEN before GITHUB_TOKEN: GitHub's own command line, `gh help environment`.
TOKENS = {JIRA: ("JIRA_TOKEN", "JIRA_API_TOKEN"), GITHUB: ("GH_TOKEN", "GITHUB_TOKEN")}
FILES = {JIRA: "JIRA_TOKEN_FILE", GITHUB: "GITHUB_TOKEN_FILE"}
FIELDS = {JIRA: "jira_url", GITHUB: "github_api_url"}  # of the configuration
# Source: GitHub REST API, "Getting started": the address of every request that is not for GitHub Enterprise Server.
PUBLIC_GITHUB = "https://api.github.com"
_CLOUD = ".atlassian.net"
_ONE_WORD = re.compile(r"[\x21-\x7e]+")
_USER = re.compile(r"[^\x00-\x1f\x7f:]+")  # a colon would end it in a Basic header (RFC 7617, 2)
_MAY_BE_READ_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH
_LARGEST_FILE = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One ticket system, and the login there."""

    url: str  # https, without a slash at its end
    token: str = field(repr=False)
    source: str  # the variable or file that the token came from
    user: str = ""  # empty = the token stands alone (Bearer)
    warnings: tuple[str, ...] = ()  # sentences for stderr

    @property
    def host(self) -> str:
        """Name the host, with its port where it is not the usual one."""
        return urlsplit(self.url).netloc


def access(system: str, environ: Mapping[str, str], named: str = "") -> Access:
    """Collect what is known about a ticket system.

    Args:
        system: "jira" or "github".
        environ: the process's own.
        named: its address in a configuration that the user named; the environment goes before it.

    Raises:
        ConfigError: if an address or a token is missing, or is none.
    """
    variable = JIRA_URL if system == JIRA else GITHUB_URL
    given = environ.get(variable, "").strip()
    url = _address(given or named, variable if given else FIELDS[system], system)
    token, source, warnings = _token(system, environ)
    user = environ.get(JIRA_USER, "").strip() if system == JIRA else ""
    if user and not _USER.fullmatch(user):
        raise ConfigError("this is no name of a user", expected="a mail address", source=JIRA_USER)
    if system == JIRA and not user and (urlsplit(url).hostname or "").endswith(_CLOUD):
        raise ConfigError(
            "a token of Jira Cloud goes together with the mail address of its owner",
            do=f"set {JIRA_USER}",
            source=JIRA_USER,
        )
    return Access(url=url, token=token, source=source, user=user, warnings=warnings)


def _address(text: str, source: str, system: str) -> str:
    if not text and system == GITHUB:
        return PUBLIC_GITHUB
    sample = "https://example.atlassian.net" if system == JIRA else "https://ghe.example/api/v3"
    if not text:
        raise ConfigError(
            "it is not known where this Jira is",
            expected=f"an address like {sample}",
            do=f"set {JIRA_URL}, or {FIELDS[JIRA]} in a configuration that you name with --config",
            source=JIRA_URL,
        )
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises where it is no number
        is_plain = bool(parts.hostname) and not (parts.username or parts.query or parts.fragment)
    except ValueError:
        is_plain = False
        parts = urlsplit("")
    if parts.scheme == "http":
        raise ConfigError(
            "over http anybody on the way reads the token",
            expected=f"an address like {sample}",
            source=source,
        )
    if not is_plain or parts.scheme != "https" or not re.fullmatch(r"[\x21-\x7e]+", text):
        raise ConfigError(
            "this is no address of a ticket system",
            expected=f"one like {sample}, without user, `?` and `#`",
            source=source,
        )
    return text.rstrip("/")


def _token(system: str, environ: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    for name in TOKENS[system]:
        if text := environ.get(name, "").strip():
            return _one_word(text, name), name, ()
    variable = FILES[system]
    if file := environ.get(variable, ""):
        path = Path(file).expanduser()
        return _one_word(_in_file(path, variable), str(path)), str(path), _warning(path)
    raise ConfigError(
        "there is no token to sign in with",
        expected=f"{TOKENS[system][0]}, or a file that {variable} names",
        do=_how_to_get_one(system),
        source=TOKENS[system][0],
    )


def _how_to_get_one(system: str) -> str:
    if system == GITHUB:
        return (
            "a fine-grained token needs Issues: read and write (for a pull request, Pull requests)"
        )
    return (
        f"Jira Cloud: an API token, with {JIRA_USER}; Data Center: a personal access token alone"
    )


def _one_word(text: str, source: str) -> str:
    """Refuse what no header could carry; the text itself is not repeated."""
    if not _ONE_WORD.fullmatch(text):
        raise ConfigError(
            "this is not a token", expected="the token alone, on one line", source=source
        )
    return text


def _in_file(path: Path, variable: str) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_FILE).decode("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a text file"
        raise ConfigError(
            f"the token cannot be read: {why}",
            expected=f"a text file that holds the token alone, at {path}",
            source=variable,
        ) from None
    if not text:
        raise ConfigError(
            "the file of the token is empty",
            expected="the token alone, on one line",
            source=str(path),
        )
    return text


def _warning(path: Path) -> tuple[str, ...]:
    """Warn of a file that others on this machine may read; Windows keeps that elsewhere."""
    is_open = os.name == "posix" and path.stat().st_mode & _MAY_BE_READ_BY_OTHERS
    return (f"{path} can be read by others on this machine: chmod 600 it",) if is_open else ()
