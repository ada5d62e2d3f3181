"""GitHub, public and Enterprise Server, through PyGithub. An issue takes no files over the API: it is the comment alone.

Source: GitHub REST API, "Issues" and "Issue comments", version 2022-11-28; read 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Generator, ItemsView
from contextlib import contextmanager
from typing import Any

import requests
from github import Auth, Github
from github.GithubException import BadAttributeException, GithubException
from github.Requester import Requester

from diagnostics.tickets.access import Access
from diagnostics.tickets.errors import Refusal, understood
from diagnostics.tickets.mark import carries
from diagnostics.tickets.service import Comment, Found, Stored
from diagnostics.tickets.ticket import Ticket
from diagnostics.tickets.way import Way
from diagnostics.tickets.wire import session

_APP = "an app (its token names no person)"
_ODD: tuple[type[Exception], ...] = (BadAttributeException, GithubException)
_NO_LOGIN, _FORBIDDEN, _UNKNOWN, _GONE = 401, 403, 404, 410


class GitHub:
    """One GitHub."""

    takes_files = False

    def __init__(self, access: Access, way: Way) -> None:
        """Make the client; nothing is sent yet."""
        self._host = access.host
        Requester.injectConnectionClasses(*_connections(session(access, way)))
        self._client: Any = Github(
            auth=Auth.Token(access.token),
            base_url=access.url,
            timeout=int(way.limit_s) or 1,
            retry=None,
            per_page=100,
            user_agent="ajo-doctor",
            seconds_between_requests=None,
            seconds_between_writes=None,
            lazy=True,
        )
        self._issue: Any = None
        self._comments: dict[str, Any] = {}

    def look(self, ticket: Ticket, mark: str, file_name: str | None) -> Found:  # noqa: ARG002 - takes no files
        """Read the issue, who we are, and what of ours is there."""
        with self._asking(ticket):
            issue = self._read(ticket)
            number, who = self._who()
            marked = [each for each in issue.get_comments() if carries(each.body or "", mark)]
            ours = [each for each in marked if _is_by(each.user, number)]
            self._comments = {str(each.id): each for each in ours}
            return Found(
                title=str(issue.title),
                state=str(issue.state) + (", locked" if issue.locked else ""),
                url=str(issue.html_url),
                who=who,
                comments=tuple(map(_comment, ours)),
                also_read_by=self._readers(ticket),
            )

    def comment(self, ticket: Ticket, text: str) -> Comment:
        """Write a comment."""
        with self._asking(ticket, writes=True):
            return _comment(self._issue.create_comment(text))

    def change(self, ticket: Ticket, comment: Comment, text: str) -> Comment:
        """Write another text into a comment of ours."""
        with self._asking(ticket, writes=True):
            self._comments[comment.id].edit(text)
        return Comment(id=comment.id, text=text, url=comment.url)

    def upload(self, ticket: Ticket, name: str, data: bytes) -> Stored:
        """Refuse: there is no API for it."""
        raise Refusal(f"GitHub takes no files at an issue ({ticket}, {name}, {len(data)} bytes)")

    def remove(self, stored: Stored) -> None:
        """Refuse: there is no API for it."""
        raise Refusal(f"GitHub has no files at an issue ({stored.name})")

    def _read(self, ticket: Ticket) -> Any:  # noqa: ANN401 - PyGithub's own type
        repository = self._client.get_repo(ticket.repository)
        issue = repository.get_issue(int(ticket.key))
        _ = issue.title  # a lazy repository's issue is read when somebody asks for a field
        self._issue = issue
        return issue

    def _who(self) -> tuple[int | None, str]:
        """Tell whose token it is: number and name; an app's is nobody's (`GITHUB_TOKEN` of a workflow)."""
        try:
            user = self._client.get_user()
            return int(user.id), str(user.login)
        except Refusal as refusal:
            if refusal.status == _FORBIDDEN and "integration" in refusal.said:
                return None, _APP
            raise

    def _readers(self, ticket: Ticket) -> str:
        try:
            is_private = self._client.get_repo(ticket.repository).private
        except Refusal as refusal:
            if refusal.status in (_FORBIDDEN, _UNKNOWN):
                return "not known: this token may not see whether the repository is public"
            raise
        return "" if is_private else "everybody: the repository is public"

    @contextmanager
    def _asking(self, ticket: Ticket, *, writes: bool = False) -> Generator[None]:
        try:
            with understood(self._host, "GitHub", *_ODD, writes=writes):
                yield
        except Refusal as refusal:
            raise self._in_words(refusal, ticket) from None

    def _in_words(self, refusal: Refusal, ticket: Ticket) -> Refusal:
        where = f"{ticket.repository}#{ticket.key}"
        do = refusal.do
        problem = refusal.problem
        if refusal.status == _NO_LOGIN:
            problem, do = f"{self._host} does not take this token (401)", "make a new one"
        elif refusal.status == _UNKNOWN:
            problem = f"there is no issue {where}, or this token may not see it"
        elif refusal.status == _GONE:
            problem = f"{where} is gone: {refusal.said or 'deleted, or issues are switched off'}"
        elif refusal.status == _FORBIDDEN and not do:
            problem = f"this token may not write at {where}: {refusal.said}"
            if "locked" not in refusal.said:
                do = "it needs Issues: read and write (for a pull request, Pull requests)"
        return Refusal(
            problem,
            do=do,
            status=refusal.status,
            said=refusal.said,
            may_have_arrived=refusal.may_have_arrived,
        )


def _comment(each: Any) -> Comment:  # noqa: ANN401 - PyGithub's own type
    return Comment(id=str(each.id), text=str(each.body), url=str(each.html_url))


def _is_by(user: Any, number: int | None) -> bool:  # noqa: ANN401 - PyGithub's own type
    """Tell whether we wrote it; an app can be told from people only."""
    if user is None:
        return False
    return bool(user.type == "Bot" if number is None else user.id == number)


class _Answer:
    """An answer as PyGithub reads it."""

    def __init__(self, response: requests.Response) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self._text = response.text

    def getheaders(self) -> ItemsView[str, str]:
        return self.headers.items()

    def read(self) -> str:
        return self._text


def _connections(ours: requests.Session) -> tuple[Any, Any]:
    """Make the class of PyGithub's connections, for both protocols; each of its own would have a session of its own."""

    class Connection:
        def __init__(self, host: str, port: int | None = None, *_: object, **__: object) -> None:
            self.host = host
            self._origin = f"https://{host}:{port or 443}"

        def request(
            self,
            verb: str,
            url: str,
            input: Any,  # noqa: A002, ANN401 - PyGithub's name
            headers: dict[str, str],
            *_: object,
        ) -> None:
            self._asked = (verb, f"{self._origin}{url}", input, headers)

        def getresponse(self) -> _Answer:
            verb, place, body, headers = self._asked
            return _Answer(
                ours.request(verb, place, data=body, headers=headers, allow_redirects=False)
            )

        def close(self) -> None:
            """Leave the session open: it is ours."""

    return Connection, Connection
