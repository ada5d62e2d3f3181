"""What went wrong on the way, in words for a tired person; answers of services are in `answers.py`."""

from __future__ import annotations

import ssl

import aiohttp
from azure.core.exceptions import (
    AzureError,
    IncompleteReadError,
    ServiceRequestTimeoutError,
    ServiceResponseTimeoutError,
)

from diagnostics.cloud.scrub import scrubbed
from diagnostics.errors import LookError, TimedOut, Unexpected, Unreachable

TLS_NOT_TRUSTED = "TlsNotTrusted"  # the code by which interception is told from other failures
NAME_NOT_RESOLVED = "NameNotResolved"
PROXY_REFUSED = "ProxyRefused"
CONNECTION_LOST = "ConnectionLost"
CONNECTION_REFUSED = "ConnectionRefused"


def network_failure(error: AzureError, api: str, host: str, endpoint: str) -> LookError:
    """Turn what azure-core or aiohttp raised before an answer into what the user can act on."""
    inner = error.inner_exception or error
    if isinstance(error, (ServiceRequestTimeoutError, ServiceResponseTimeoutError)):
        return timed_out(api, host, endpoint)
    if isinstance(error, IncompleteReadError) or isinstance(inner, aiohttp.ClientPayloadError):
        return Unexpected(
            f"the answer of {host} was cut short", api=api, endpoint=endpoint, code="CutShort"
        )
    reason, code = _reason(inner, host)
    return Unreachable(reason, api=api, endpoint=endpoint, code=code)


def timed_out(api: str, host: str, endpoint: str) -> TimedOut:
    """Say that no answer came in time."""
    return TimedOut(f"{host} did not answer in time", api=api, endpoint=endpoint)


def is_lost_connection(error: AzureError) -> bool:
    """Tell whether the connection broke after it stood, so that asking once more may help."""
    inner = error.inner_exception
    return isinstance(inner, (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)) and not (
        isinstance(inner, aiohttp.ClientConnectorError)
    )


def _reason(inner: BaseException, host: str) -> tuple[str, str]:
    if isinstance(inner, aiohttp.ClientConnectorCertificateError):
        return _not_trusted(inner, host), TLS_NOT_TRUSTED
    if isinstance(inner, (aiohttp.ClientSSLError, ssl.SSLError)):
        return f"no TLS connection to {host}: {_words(inner)}", "TlsFailed"
    if isinstance(inner, aiohttp.ClientConnectorDNSError):
        return f"the name {host} could not be resolved", NAME_NOT_RESOLVED
    if isinstance(inner, aiohttp.ClientHttpProxyError):
        return (
            f"the proxy refused to connect to {host} (it answered {inner.status})",
            PROXY_REFUSED,
        )
    if isinstance(inner, aiohttp.ClientProxyConnectionError):
        return f"the proxy on the way to {host} cannot be reached", PROXY_REFUSED
    if isinstance(inner, aiohttp.ClientConnectorError):
        return f"no connection to {host}: {_words(inner.os_error)}", CONNECTION_REFUSED
    return f"{host} closed the connection without an answer", CONNECTION_LOST


def _not_trusted(error: aiohttp.ClientConnectorCertificateError, host: str) -> str:
    why = getattr(error.certificate_error, "verify_message", "") or "not trusted"
    return (
        f"the certificate shown for {host} is not trusted ({scrubbed(why, 100)}): something between here and "
        "there opens the connection, or the authority is missing here; if it is your company's proxy, give its "
        "root certificate with --ca FILE"
    )


def _words(error: BaseException) -> str:
    return scrubbed(getattr(error, "strerror", None) or str(error) or type(error).__name__, 120)
