"""A GitHub of one repository: issues, comments, rights and limits. Its documents are the published examples, changed where it matters."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.tickets import github_description
from tests.support.tickets.web import Asked, Says

TOKEN = "canary-github-token-77ab"
ME = {"login": "contoso-bot", "id": 101}
OTHER = {"login": "octo-lee", "id": 102}
_LONGEST = 65_536  # characters; more is refused in GitHub's own words
_DOCS = "https://docs.github.com/rest"


def refused(message: str, status: int, **more: Any) -> Says:
    return Says(
        status, {"message": message, "documentation_url": _DOCS, "status": str(status)} | more
    )


@dataclass
class GitHub:
    """The state, and what it answers."""

    base: str = ""  # the address of the API
    prefix: str = ""  # "/api/v3" of an Enterprise Server
    repository: str = "contoso/ajo-middleware"
    issues: dict[int, dict[str, Any]] = field(
        default_factory=lambda: {
            7: {"title": "Campaign calls answer 500", "state": "open", "locked": False}
        }
    )
    deleted: set[int] = field(default_factory=set)
    comments: list[dict[str, Any]] = field(default_factory=list)
    may_write: bool = True  # the token: Issues, read and write
    may_comment_where_locked: bool = False
    is_private: bool = True
    is_app: bool = False  # an installation's token: it is nobody at GET /user
    per_page: int = 100  # at most
    _next: int = 2_000_000

    def answer(self, asked: Asked) -> Says:
        if asked.headers.get("authorization", "").split(" ")[-1] != TOKEN:
            return refused("Bad credentials", 401)
        path = asked.path.removeprefix(self.prefix)
        for pattern, verb, route in _ROUTES:
            found = re.fullmatch(pattern, path)
            if found and asked.verb == verb:
                return route(self, asked, *found.groups())
        return refused("Not Found", 404)

    def write(self, text: str, who: dict[str, Any] = ME) -> dict[str, Any]:
        """A comment, as if somebody wrote it in the browser."""
        self._next += 1
        made = copy.deepcopy(github_description.example("issue-comment"))
        number, place = self._next, f"{self.base}/repos/{self.repository}"
        made |= {
            "id": number,
            "url": f"{place}/issues/comments/{number}",
            "html_url": f"https://github.com/{self.repository}/issues/7#issuecomment-{number}",
            "body": text,
        }
        made["user"] |= who
        self.comments.append(made)
        return made

    def get_user(self, _: Asked) -> Says:
        if self.is_app:
            return refused("Resource not accessible by integration", 403)
        return Says(
            200, github_description.example("private-user") | ME | {"user_view_type": "private"}
        )

    def get_repository(self, _: Asked, repository: str) -> Says:
        if repository != self.repository:
            return refused("Not Found", 404)
        # The published example leaves out one field that the published schema requires.
        known = github_description.example("full-repository") | {"has_discussions": False}
        return Says(200, known | {"full_name": repository, "private": self.is_private})

    def get_issue(self, _: Asked, repository: str, number: str) -> Says:
        if missing := self._missing(repository, number):
            return missing
        issue = copy.deepcopy(github_description.example("issue"))
        issue |= self.issues[int(number)] | {
            "number": int(number),
            "url": f"{self.base}/repos/{repository}/issues/{number}",
            "html_url": f"https://github.com/{repository}/issues/{number}",
            "comments": len(self.comments),
        }
        return Says(200, issue)

    def _missing(self, repository: str, number: str) -> Says | None:
        if repository == self.repository and int(number) in self.deleted:
            return refused("This issue was deleted", 410)
        if repository != self.repository or int(number) not in self.issues:
            return refused("Not Found", 404)
        return None

    def get_comments(self, asked: Asked, repository: str, number: str) -> Says:
        if missing := self._missing(repository, number):
            return missing
        size = min(int(asked.given.get("per_page", 30)), self.per_page)
        page = int(asked.given.get("page", 1))
        rest = self.comments[(page - 1) * size :]
        headers = {}
        if len(rest) > size:
            following = f"{self.base}{asked.path.removeprefix(self.prefix)}?per_page={size}&page={page + 1}"
            headers["Link"] = f'<{following}>; rel="next"'
        return Says(200, rest[:size], headers)

    def post_comment(self, asked: Asked, repository: str, number: str) -> Says:
        if missing := self._missing(repository, number):
            return missing
        if not self.may_write:
            return refused("Resource not accessible by personal access token", 403)
        if self.issues[int(number)]["locked"] and not self.may_comment_where_locked:
            return refused("Unable to create comment because issue is locked.", 403)
        return self._too_long(asked) or Says(201, self.write(asked.json["body"]))

    def _too_long(self, asked: Asked) -> Says | None:
        if len(asked.json["body"]) <= _LONGEST:
            return None
        said = f"Body is too long (maximum is {_LONGEST} characters)"
        error = {
            "resource": "IssueComment",
            "code": "unprocessable",
            "field": "data",
            "message": said,
        }
        return refused("Validation Failed", 422, errors=[error])

    def patch_comment(self, asked: Asked, _: str, number: str) -> Says:
        found = next((each for each in self.comments if each["id"] == int(number)), None)
        if found is None:
            return refused("Not Found", 404)
        if not self.may_write or found["user"]["id"] != ME["id"]:
            return refused("Must have admin rights to Repository.", 403)
        if too_long := self._too_long(asked):
            return too_long
        found["body"] = asked.json["body"]
        return Says(200, found)


_REPO = r"/repos/([^/]+/[^/]+)"
_ISSUE = rf"{_REPO}/issues/(\d+)"
_ROUTES: tuple[tuple[str, str, Callable[..., Says]], ...] = (
    (r"/user", "GET", GitHub.get_user),
    (_REPO, "GET", GitHub.get_repository),
    (_ISSUE, "GET", GitHub.get_issue),
    (rf"{_ISSUE}/comments", "GET", GitHub.get_comments),
    (rf"{_ISSUE}/comments", "POST", GitHub.post_comment),
    (rf"{_REPO}/issues/comments/(\d+)", "PATCH", GitHub.patch_comment),
)
