"""How requests of both client libraries go out: to one host alone, over TLS that is checked, within a time limit, once.

The libraries make the requests and read the answers; what may go wrong on the way ends here in one `Refusal`, whatever
they would have made of it.
"""

from __future__ import annotations

import io
import json
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from threading import Thread
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from diagnostics.cloud.scrub import OwnSecrets, scrubbed
from diagnostics.tickets.access import Access
from diagnostics.tickets.errors import Refusal
from diagnostics.tickets.way import Way

T = TypeVar("T")
_READS = ("GET", "HEAD")
_REFUSED, _BROKEN = 400, 500
_ASK_LATER = (403, 429, 503)
_NO_ANSWER = "closed the connection without an answer"


def session(access: Access, way: Way) -> requests.Session:
    """Make a session that reaches this ticket system and nothing else.

    It takes nothing from the environment: a `.netrc` could send another login, a variable another authority.
    """
    made = requests.Session()
    made.trust_env = False
    wire = Wire(access, way)
    for scheme in ("https://", "http://"):
        made.mount(scheme, wire)
    return made


class Wire(HTTPAdapter):
    """Sends one request, or refuses it; never twice, and never where its answer points to."""

    def __init__(self, access: Access, way: Way) -> None:
        """Know the one address that may be reached."""
        self._address = urlsplit(access.url)
        self._host = access.host
        self._way = way
        self._secrets = OwnSecrets((access.token,))
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002 - an answer is always read whole
        timeout: object = None,  # noqa: ARG002 - the session's own, as are the three below
        verify: object = True,  # noqa: ARG002
        cert: object = None,  # noqa: ARG002
        proxies: object = None,  # noqa: ARG002
    ) -> requests.Response:
        """Send one request and read its answer.

        Raises:
            Refusal: if it goes elsewhere, is refused, or no whole answer came in time.
        """
        self._must_stay(request)
        writes = request.method not in _READS
        try:
            response = self._in_time(lambda: self._sent(request))
        except TimeoutError:
            self.close()
            reason = f"{self._host} did not answer within {self._way.limit_s:g} s"
            raise Refusal(reason, may_have_arrived=writes) from None
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self._lost(error, writes=writes) from None
        self._must_be_an_answer(response, writes=writes)
        return response

    def cert_verify(
        self,
        conn: Any,  # noqa: ANN401 - as the library declares it
        url: str,  # noqa: ARG002
        verify: object,  # noqa: ARG002
        cert: object,  # noqa: ARG002
    ) -> None:
        """Check the certificate, whatever a client library asks for; the context holds the authorities."""
        conn.cert_reqs = "CERT_REQUIRED"

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, *_: object, **__: object
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Name the connection: this host, with our TLS settings."""
        there = urlsplit(str(request.url))
        host = {"scheme": there.scheme, "host": there.hostname, "port": there.port}
        return host, {"ssl_context": self._way.context, "cert_reqs": "CERT_REQUIRED"}

    def proxy_manager_for(self, proxy: str, **settings: Any) -> Any:  # noqa: ANN401 - as the library declares it
        """Reach a proxy that speaks TLS itself with the same authorities."""
        return super().proxy_manager_for(proxy, proxy_ssl_context=self._way.context, **settings)

    def _must_stay(self, request: requests.PreparedRequest) -> None:
        there = urlsplit(str(request.url))
        asked = (there.scheme, there.hostname, there.port or 443)
        ours = (self._address.scheme, self._address.hostname, self._address.port or 443)
        is_below = there.path.startswith(f"{self._address.path}/") or not self._address.path
        if asked != ours or not is_below:
            host = scrubbed(there.hostname or "nowhere", 80)
            raise Refusal(f"refused before it was sent: a request to {host}, not to {self._host}")

    def _in_time(self, work: Callable[[], T]) -> T:
        """Run it in a thread that nobody waits for at the end: a name that is not resolved, or an answer a byte a second, hangs there."""
        done: list[T] = []
        failed: list[BaseException] = []

        def run() -> None:
            try:
                done.append(work())
            except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
                failed.append(error)

        thread = Thread(target=run, name="ticket", daemon=True)
        thread.start()
        thread.join(self._way.limit_s)
        if failed:
            raise failed[0]
        if not done:
            raise TimeoutError
        return done[0]

    def _sent(self, request: requests.PreparedRequest) -> requests.Response:
        self._way.context.wait()
        proxy = self._way.proxy
        through = {"https": proxy.url} if proxy and proxy.serves(self._host) else {}
        limit = self._way.limit_s
        response = super().send(request, True, limit, True, None, through)
        body = response.raw.read(self._way.most_bytes + 1, decode_content=True)
        response.raw.release_conn()
        response.raw = io.BytesIO(body[: self._way.most_bytes])
        if len(body) > self._way.most_bytes:
            raise requests.exceptions.ContentDecodingError("too large")
        return response

    def _lost(self, error: Exception, *, writes: bool) -> Refusal:
        """Say why no whole answer came, and whether the request may have arrived all the same."""
        chain = tuple(_causes(error))
        tls = next((each for each in chain if isinstance(each, ssl.SSLError)), None)
        if tls is not None:
            return Refusal(self._no_tls(tls), do="if it is your company's proxy: --ca FILE")
        if isinstance(error, requests.exceptions.ProxyError):
            return Refusal(f"the proxy on the way to {self._host} refuses, or cannot be reached")
        unopened = next(
            (
                each
                for each in chain
                if isinstance(each, (NewConnectionError, ConnectTimeoutError))
            ),
            None,
        )
        if unopened is not None:
            told = (each.strerror for each in chain if isinstance(each, OSError))
            why = next(filter(None, told), "")
            return Refusal(
                f"no connection to {self._host}" + (f": {scrubbed(why)}" if why else "")
            )
        if isinstance(error, requests.exceptions.ContentDecodingError):
            reason = f"the answer of {self._host} is too large or cannot be unpacked"
            return Refusal(reason, may_have_arrived=writes)
        if isinstance(error, requests.exceptions.Timeout):
            reason = f"{self._host} did not answer within {self._way.limit_s:g} s"
            return Refusal(reason, may_have_arrived=writes)
        return Refusal(f"{self._host} {_NO_ANSWER}", may_have_arrived=writes)

    def _no_tls(self, error: ssl.SSLError) -> str:
        why = getattr(error, "verify_message", "")
        if why:
            return f"the certificate shown for {self._host} is not trusted ({scrubbed(why, 100)})"
        return f"no TLS connection to {self._host}: {scrubbed(error.reason or 'it broke off', 80)}"

    def _must_be_an_answer(self, response: requests.Response, *, writes: bool) -> None:
        status = response.status_code
        if status >= _REFUSED:
            raise Refusal(
                self._answered(response),
                do=_when(response.headers) if status in _ASK_LATER else "",
                status=status,
                said=self._words(response),
                may_have_arrived=writes and status >= _BROKEN,
            )
        if response.is_redirect:
            place = scrubbed(urlsplit(response.headers.get("Location", "")).netloc, 80)
            reason = f"{self._host} points elsewhere ({place or 'another address of its own'})"
            do = (
                "the ticket was moved, or this is the page to sign in at: check address and ticket"
            )
            raise Refusal(reason, do=do, status=status)
        kind = response.headers.get("Content-Type", "")
        if response.content and "json" not in kind:
            reason = f"{self._host} answered with {scrubbed(kind, 40) or 'no type'}, not with JSON"
            do = "check the address: this looks like a page for people"
            raise Refusal(reason, do=do, status=status, may_have_arrived=writes)

    def _answered(self, response: requests.Response) -> str:
        words = self._words(response)
        return f"{self._host} answered {response.status_code}" + (f": {words}" if words else "")

    def _words(self, response: requests.Response) -> str:
        """Give the service's own words: GitHub's `message`, Jira's `errorMessages` and `errors`."""
        with suppress(ValueError, AttributeError):
            body = cast("dict[str, object]", json.loads(response.content))
            words = [body.get("message"), *_texts(body.get("errorMessages"))]
            words += _texts(body.get("errors"))
            said = "; ".join(str(each) for each in words if each)
            return scrubbed(self._secrets.hidden(said), 200)
        return ""


def _texts(value: object) -> list[object]:
    """Give the texts of a list, or of the values of an object; a list of objects (GitHub's) names their messages."""
    if isinstance(value, dict):
        return list(cast("dict[str, object]", value).values())
    if not isinstance(value, list):
        return []
    listed = cast("list[object]", value)
    return [
        cast("dict[str, object]", each).get("message") if isinstance(each, dict) else each
        for each in listed
    ]


def _when(headers: Mapping[str, str]) -> str:
    """Say when it may be tried again, where the service says so.

    Source: RFC 9110, 10.2.3; GitHub REST API, "Rate limits": `x-ratelimit-reset` is seconds since 1970, in UTC.
    """
    wait = headers.get("Retry-After", "")
    if wait:
        unit = " s" if wait.isdecimal() else ""
        return f"wait as it says (Retry-After: {scrubbed(wait, 40)}{unit}), then attach again"
    reset = headers.get("X-RateLimit-Reset", "")
    if headers.get("X-RateLimit-Remaining") == "0" and reset.isdecimal():
        with suppress(ValueError, OverflowError, OSError):
            again = datetime.fromtimestamp(int(reset), UTC)
            return f"its limit of requests is used up until {again:%Y-%m-%d %H:%M} UTC"
    return ""


def _causes(error: BaseException | None) -> list[BaseException]:
    """Give an error and what it stands for, as both libraries below nest them."""
    found: list[BaseException] = []
    rest: list[object] = [error]
    while rest:
        each = rest.pop(0)
        if not isinstance(each, BaseException) or each in found:
            continue
        found.append(each)
        rest += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
    return found
