"""Jira, Cloud and Data Center, through atlassian-python-api.

Source of paths, fields and permissions: Atlassian, "The Jira Cloud platform REST API" and "Jira Data Center platform REST
API", both version 2, whose comments are in Jira's own notation; read 2026-11-29.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, cast

from atlassian import Jira

from diagnostics.cloud.scrub import scrubbed
from diagnostics.tickets.access import Access
from diagnostics.tickets.errors import Refusal, understood
from diagnostics.tickets.mark import carries
from diagnostics.tickets.service import Comment, Found, Stored
from diagnostics.tickets.ticket import Ticket
from diagnostics.tickets.way import Way
from diagnostics.tickets.wire import session

_PAGE, _MOST = 100, 5000  # comments; Jira Cloud lets a ticket have no more than 5000
_API = "rest/api/2"
_COMMENT = {"ADD_COMMENTS": "write comments", "EDIT_OWN_COMMENTS": "change its own comments"}
_FILES = {"CREATE_ATTACHMENTS": "add files"}
_DELETE = "DELETE_OWN_ATTACHMENTS"
_WITHOUT_FILE = "--no-file sends the comment alone"
_LOGINS = "Jira Cloud takes JIRA_USER with an API token, Data Center a personal access token alone"
_NO_LOGIN, _UNKNOWN = 401, 404
# By the type of a project: that of Jira Service Management.
_AUDIENCES = {"service_desk": "its customers too: this is a ticket of a service project"}
_NO_CHECK = {"X-Atlassian-Token": "no-check", "Accept": "application/json"}


class JiraSystem:
    """One Jira."""

    takes_files = True

    def __init__(self, access: Access, way: Way) -> None:
        """Make the client; nothing is sent yet."""
        self._url, self._host = access.url, access.host
        self._client: Any = Jira(
            url=access.url,
            session=session(access, way),
            timeout=int(way.limit_s) or 1,
            api_version="2",
            backoff_and_retry=False,
            retry_with_header=False,
            username=access.user or None,
            password=access.token if access.user else None,
            token=None if access.user else access.token,
        )

    def look(self, ticket: Ticket, mark: str, file_name: str | None) -> Found:
        """Read the ticket, who we are, what we may, and what of ours is there."""
        with understood(self._host, "Jira"):
            issue = self._issue(ticket)
            me = self._get("myself", {})
            may = self._permissions(ticket)
            is_on, largest = self._file_settings() if file_name else (True, None)
            known = _table(issue, "fields")
            comments = tuple(self._ours(ticket, me, mark))
            lacking = _lacking(
                may, has_comment=bool(comments), has_file=bool(file_name), is_on=is_on
            )
            return Found(
                title=str(known.get("summary", "")),
                state=str(_table(known, "status").get("name", "")),
                url=f"{self._url}/browse/{ticket.key}",
                who=str(me.get("displayName", "")),
                comments=comments,
                files=tuple(_files(known, me, file_name)) if file_name else (),
                lacking=tuple(lacking),
                largest_file=largest,
                keeps_old_file=not may.get(_DELETE, True),
                also_read_by=_AUDIENCES.get(
                    str(_table(known, "project").get("projectTypeKey")), ""
                ),
            )

    def comment(self, ticket: Ticket, text: str) -> Comment:
        """Write a comment."""
        with understood(self._host, "Jira", writes=True):
            made = self._client.issue_add_comment(ticket.key, text)
            return self._comment(ticket, made | {"body": text})

    def change(self, ticket: Ticket, comment: Comment, text: str) -> Comment:
        """Write another text into a comment of ours."""
        with understood(self._host, "Jira", writes=True):
            made = self._client.issue_edit_comment(ticket.key, comment.id, text)
            return self._comment(ticket, made | {"body": text})

    def upload(self, ticket: Ticket, name: str, data: bytes) -> Stored:
        """Put a file to the ticket."""
        part = (name, io.BytesIO(data), "text/html")
        path = f"{_API}/issue/{ticket.key}/attachments"
        with understood(self._host, "Jira", writes=True):
            (made,) = self._client.post(path, headers=_NO_CHECK, files={"file": part})
            return Stored(id=str(made["id"]), name=name, size=len(data))

    def remove(self, stored: Stored) -> None:
        """Take a file of ours away from the ticket."""
        self._client.remove_attachment(stored.id)

    def _issue(self, ticket: Ticket) -> dict[str, Any]:
        try:
            asked = {"fields": "summary,status,attachment,project"}
            issue = self._get(f"issue/{ticket.key}", asked)
        except Refusal as refusal:
            if refusal.status != _UNKNOWN:
                raise
            problem = f"there is no ticket {ticket.key}, or this login may not see it"
            raise Refusal(problem, status=_UNKNOWN) from None
        if issue["key"] != ticket.key:
            moved = scrubbed(str(issue["key"]), 60)
            raise Refusal(f"the ticket was moved: it is {moved} now", do=f"--to jira:{moved}")
        return issue

    def _ours(self, ticket: Ticket, me: Mapping[str, Any], mark: str) -> Iterator[Comment]:
        for each in self._comments(ticket):
            if _is_by(each, me) and carries(str(each["body"]), mark):
                yield self._comment(ticket, each)

    def _comments(self, ticket: Ticket) -> Iterator[dict[str, Any]]:
        start = 0
        while start < _MOST:
            asked = {"startAt": start, "maxResults": _PAGE}
            answer = self._get(f"issue/{ticket.key}/comment", asked)
            page = cast("list[dict[str, Any]]", answer["comments"])
            yield from page
            start += len(page)
            if not page or start >= int(answer["total"]):
                return

    def _comment(self, ticket: Ticket, given: Mapping[str, Any]) -> Comment:
        number = str(given["id"])
        place = f"{self._url}/browse/{ticket.key}?focusedCommentId={number}"
        return Comment(id=number, text=str(given["body"]), url=place)

    def _permissions(self, ticket: Ticket) -> dict[str, bool]:
        names = ",".join((*_COMMENT, *_FILES, _DELETE))
        answer = self._get("mypermissions", {"issueKey": ticket.key, "permissions": names})
        given = _table(answer, "permissions")
        return {name: bool(_table(given, name).get("havePermission")) for name in given}

    def _file_settings(self) -> tuple[bool, int | None]:
        settings = self._get("attachment/meta", {})
        limit = settings.get("uploadLimit")
        return bool(settings.get("enabled", True)), limit if isinstance(limit, int) else None

    def _get(self, path: str, params: Mapping[str, object]) -> dict[str, Any]:
        """Ask for one document.

        Raises:
            Refusal: if there is none.
        """
        try:
            answer: object = self._client.get(f"{_API}/{path}", params=dict(params))
        except Refusal as refusal:
            if refusal.status != _NO_LOGIN:
                raise
            raise Refusal(f"{self._host} does not take this login (401)", do=_LOGINS) from None
        if not isinstance(answer, dict):
            raise TypeError
        return cast("dict[str, Any]", answer)


def _is_by(comment: Mapping[str, Any], me: Mapping[str, Any]) -> bool:
    """Tell whether we wrote it: Cloud knows people by `accountId`, Data Center by `key`."""
    author = _table(comment, "author")
    return any(me.get(name) and author.get(name) == me.get(name) for name in ("accountId", "key"))


def _files(fields: Mapping[str, Any], me: Mapping[str, Any], name: str) -> Iterator[Stored]:
    listed = cast("list[dict[str, Any]]", fields.get("attachment") or [])
    for each in sorted(listed, key=lambda one: int(one["id"])):
        if each.get("filename") == name and _is_by(each, me):
            yield Stored(id=str(each["id"]), name=name, size=int(each.get("size", 0)))


def _lacking(
    may: Mapping[str, bool], *, has_comment: bool, has_file: bool, is_on: bool
) -> Iterator[str]:
    needed = "EDIT_OWN_COMMENTS" if has_comment else "ADD_COMMENTS"
    if not may.get(needed, True):
        yield f"this login may not {_COMMENT[needed]} on this ticket (it lacks {needed})"
    if not has_file:
        return
    if not is_on:
        yield f"files are switched off in this Jira ({_WITHOUT_FILE})"
    for name, words in _FILES.items():
        if not may.get(name, True):
            yield f"this login may not {words} on this ticket (it lacks {name}; {_WITHOUT_FILE})"


def _table(of: Mapping[str, Any], name: str) -> dict[str, Any]:
    value: object = of.get(name)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
