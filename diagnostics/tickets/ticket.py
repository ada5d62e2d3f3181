"""Which ticket is meant: `jira:OPS-42`, `github:OWNER/REPO#7`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from diagnostics.errors import ConfigError

JIRA, GITHUB = "jira", "github"
SAMPLES = "jira:OPS-42 or github:OWNER/REPO#7"
# Jira: project keys begin with a letter and hold capital letters, digits and underscores (Atlassian, "Changing the project
# key format"). GitHub: names of owners hold letters, digits and single hyphens, names of repositories also `_` and `.`.
_JIRA = re.compile(r"(?P<project>[A-Za-z][A-Za-z0-9_]{1,254})-(?P<number>[1-9]\d{0,9})", re.ASCII)
_GITHUB = re.compile(
    r"(?P<owner>[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?)/(?P<repo>[A-Za-z0-9._-]{1,100})#(?P<number>[1-9]\d{0,9})",
    re.ASCII,
)
_NO_REPOSITORY = (".", "..")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One ticket of one system."""

    system: Literal["jira", "github"]
    key: str  # "OPS-42", or the number of an issue or pull request
    repository: str = ""  # "OWNER/REPO", of GitHub alone

    def __str__(self) -> str:
        """Write it as it is given."""
        return (
            f"{JIRA}:{self.key}"
            if self.system == JIRA
            else f"{GITHUB}:{self.repository}#{self.key}"
        )

    @classmethod
    def parse(cls, text: str) -> Ticket:
        """Read what stands behind `--to`.

        Raises:
            ConfigError: if it names no ticket; it says which part is wrong.
        """
        system, colon, rest = text.strip().partition(":")
        if not colon or system.lower() not in (JIRA, GITHUB):
            raise _not_a_ticket("this names no ticket system that can be attached to", text)
        if system.lower() == JIRA:
            found = _JIRA.fullmatch(rest)
            if not found:
                raise _not_a_ticket("this is no key of a Jira ticket", text)
            return cls(system="jira", key=rest.upper())
        found = _GITHUB.fullmatch(rest)
        if not found or found["repo"] in _NO_REPOSITORY:
            raise _not_a_ticket("this is no issue or pull request of GitHub", text)
        return cls(
            system="github", key=found["number"], repository=f"{found['owner']}/{found['repo']}"
        )


def _not_a_ticket(problem: str, given: str) -> ConfigError:
    return ConfigError(
        f"{problem}: {given[:80]!r}",
        expected=SAMPLES,
        do="for any other system: `ajo-doctor report BUNDLE --share --output report.html`, and upload the file",
        source="--to",
    )
