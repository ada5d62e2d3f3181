"""Addresses that come from outside, and paths that become one."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from yarl import URL

from diagnostics.cloud.gate import NOT_SENT
from diagnostics.cloud.scrub import scrubbed
from diagnostics.errors import Unexpected

MOST_PAGES = 200
_IN_A_PATH = "/:@!$&'()*+,;=~-._%"
_IN_A_VALUE = "/:@!$'()*,;~-._"


def address(host: str, path: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """Return the https address of a path on a host; the path cannot reach out of it.

    Raises:
        Unexpected: if the path does not begin with a slash or climbs up.
    """
    if not path.startswith("/") or ".." in path.split("/"):
        raise Unexpected(
            f"refused before it was sent: {scrubbed(path, 80)!r} is not a path", code=NOT_SENT
        )
    asked = "&".join(
        f"{quote(name, safe='$-')}={quote(value, safe=_IN_A_VALUE)}" for name, value in query
    )
    return f"https://{host}{quote(path, safe=_IN_A_PATH)}" + (f"?{asked}" if asked else "")


def next_page(link: object, host: str, seen: set[str], api: str) -> str | None:
    """Return the address of the next page; None = that was the last.

    Raises:
        Unexpected: if the link leads to another place, goes in a circle or the list does not end.
    """
    if link is None or link == "":
        return None
    reason = _wrong_link(link, host)
    if not reason and (link in seen or len(seen) >= MOST_PAGES):
        reason = "leads back to a page that was read" if link in seen else "does not end"
    if reason:
        raise Unexpected(
            f"a list of {api} was not read to its end: its link to the next page {reason}",
            api=api,
            code="NextLink",
        )
    seen.add(str(link))
    return str(link)


def _wrong_link(link: object, host: str) -> str:
    if not isinstance(link, str):
        return "is no text"
    try:
        url = URL(link)
    except ValueError:
        return "cannot be read"
    is_here = (
        url.scheme == "https"
        and url.raw_host == host
        and url.port == 443  # noqa: PLR2004 - https
        and url.raw_user is None
        and url.raw_password is None
    )
    shown = scrubbed(url.raw_host or "nowhere", 80)
    return (
        "" if is_here else f"leads to {url.scheme or 'no scheme'}://{shown}, not to https://{host}"
    )
