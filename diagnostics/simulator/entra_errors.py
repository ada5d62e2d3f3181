"""The token endpoint's refusals: number, OAuth error, HTTP status and text.

Source: Microsoft identity platform error codes, read 2026-11-23; clients are told not to depend on the texts.
"""

from __future__ import annotations

from typing import NamedTuple

from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import World


class _Refusal(NamedTuple):
    status: int
    error: str
    text: str


_REFUSALS: dict[int, _Refusal] = {
    50034: _Refusal(
        400, "invalid_grant", "The user account does not exist in the {directory} directory."
    ),
    50057: _Refusal(
        400, "invalid_grant", "The user account is disabled. The account has been disabled."
    ),
    50076: _Refusal(
        400,
        "interaction_required",
        "Due to a configuration change made by your administrator, or because you moved to a new location, "
        "you must use multi-factor authentication to access '{resource}'.",
    ),
    50105: _Refusal(
        400,
        "invalid_grant",
        "Your administrator has configured the application to block users unless they are specifically "
        "granted access to it.",
    ),
    53003: _Refusal(
        400,
        "invalid_grant",
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    ),
    65001: _Refusal(
        400,
        "invalid_grant",
        "The user or administrator has not consented to use the application with ID '{client}'.",
    ),
    70003: _Refusal(
        400, "unsupported_grant_type", "The app requested an unsupported grant type '{grant}'."
    ),
    90002: _Refusal(
        400,
        "invalid_tenant",
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing "
        "into the correct cloud. Check with your subscription administrator, this may happen if there are "
        "no active subscriptions for the tenant.",
    ),
    90033: _Refusal(
        400, "temporarily_unavailable", "A transient error has occurred. Please try again."
    ),
    500011: _Refusal(
        400,
        "invalid_resource",
        "The resource principal named {resource} was not found in the tenant named {directory}. This can "
        "happen if the application has not been installed by the administrator of the tenant or consented "
        "to by any user in the tenant. You might have sent your authentication request to the wrong tenant.",
    ),
    500014: _Refusal(
        400,
        "invalid_resource",
        "The service principal for resource '{resource}' is disabled. This indicate that a subscription "
        "within the tenant has lapsed, or that the administrator for this tenant has disabled the "
        "application, preventing tokens from being issued for it.",
    ),
    700016: _Refusal(
        400,
        "unauthorized_client",
        "Application with identifier '{client}' was not found in the directory '{directory}'. This can "
        "happen if the application has not been installed by the administrator of the tenant or consented "
        "to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    ),
    700027: _Refusal(
        401,
        "invalid_client",
        "The certificate with identifier used to sign the client assertion is not registered on application.",
    ),
    700082: _Refusal(400, "invalid_grant", "The refresh token has expired due to inactivity."),
    900382: _Refusal(
        400, "invalid_request", "Confidential Client is not supported in Cross Cloud request."
    ),
    1002012: _Refusal(
        400,
        "invalid_scope",
        "The provided value for scope {scope} is not valid. Client credential flows must have a scope value "
        "with /.default suffixed to the resource identifier (application ID URI).",
    ),
    7000112: _Refusal(400, "unauthorized_client", "Application '{client}'({name}) is disabled."),
    7000215: _Refusal(
        401,
        "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret "
        "value, not the client secret ID, for a secret added to app '{client}'.",
    ),
    7000218: _Refusal(
        401,
        "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
    7000222: _Refusal(
        401,
        "invalid_client",
        "The provided client secret keys for app '{client}' are expired. Visit the Azure portal to create "
        "new keys for your app, or consider using certificate credentials for added security.",
    ),
    7000229: _Refusal(
        400,
        "unauthorized_client",
        "The client application '{client}' is missing service principal in the tenant '{tenant}'.",
    ),
}
_OTHER = _Refusal(400, "invalid_request", "The request was refused.")


def refuse(world: World, number: int, **values: str) -> Answer:
    """Return a refusal with the numbers and identifiers that every one carries."""
    status, error, template = _REFUSALS.get(number, _OTHER)
    trace, correlation = new_id(), new_id()
    stamp = server_now(world).strftime("%Y-%m-%d %H:%M:%SZ")
    said = template.format_map(_Known(values))
    description = f"AADSTS{number}: {said} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}"
    return Answer(
        status=status,
        body={
            "error": error,
            "error_description": description,
            "error_codes": [number],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"https://{world.cloud.authority}/error?code={number}",
        },
    )


class _Known(dict[str, str]):
    """Fills a template; a value nobody gave stays empty."""

    def __missing__(self, name: str) -> str:
        return ""
