"""Step 1: what somebody did to the application through which the account's identity signs in, and to its credentials."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import directory, ids
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import application_key, application_of, the_account
from diagnostics.simulator.msgraph_writes import soft_delete
from diagnostics.simulator.reading import entries, props, text
from diagnostics.simulator.world import World

_FEDERATED = ("own-account-federated",)
_APPLICATIONS = ("own-account-federated", "adobe-managed")
_NOBODYS_APP = "44444444-dddd-4000-8000-0000000000ff"


def _no_registration(world: World) -> None:
    key = application_key(world)
    soft_delete(world, key.split("/")[1], "applications", world.need(key))


def _unknown_client(world: World) -> None:
    """The account signs in through an application that does not exist."""
    fields = props(the_account(world))
    head, _, _ = text(fields, "defaultIdentity").partition("&")
    fields["defaultIdentity"] = f"{head}&FederatedClientId={_NOBODYS_APP}"


def _no_federation(world: World) -> None:
    application_of(world)["x-federatedIdentityCredentials"] = []


def _federation(**changes: object) -> Callable[[World], None]:
    def apply(world: World) -> None:
        entries(application_of(world), "x-federatedIdentityCredentials")[0].update(changes)

    return apply


def _issuer_in_capitals(world: World) -> None:
    entry = entries(application_of(world), "x-federatedIdentityCredentials")[
        0
    ]  # IndexError: nothing to change
    entry["issuer"] = text(entry, "issuer").replace("login.", "Login.")


def _subject_in_capitals(world: World) -> None:
    entry = entries(application_of(world), "x-federatedIdentityCredentials")[
        0
    ]  # IndexError: nothing to change
    entry["subject"] = text(entry, "subject").upper()


def _secret_expires(days: float) -> Callable[[World], None]:
    def apply(world: World) -> None:
        secret = directory.password("bootstrap", issued=360, expires=-days)
        application_of(world)["passwordCredentials"] = [secret]

    return apply


_CREDENTIALS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "application-registration-missing",
        "Somebody deleted the application's registration.",
        _APPLICATIONS,
        _no_registration,
    ),
    (
        "federated-client-unknown",
        "The account signs in through an application that does not exist.",
        _FEDERATED,
        _unknown_client,
    ),
    (
        "federated-credential-missing",
        "Somebody removed the application's federated credential.",
        _APPLICATIONS,
        _no_federation,
    ),
    (
        "federated-credential-wrong-issuer",
        "The federated credential names another tenant as its issuer.",
        _APPLICATIONS,
        _federation(issuer=f"https://login.microsoftonline.com/{ids.OTHER_TENANT}/v2.0"),
    ),
    (
        "federated-credential-wrong-subject",
        "The federated credential names the identity's client id instead of its principal id.",
        _APPLICATIONS,
        _federation(subject=ids.IDENTITY_CLIENT),
    ),
    (
        "federated-credential-wrong-audience",
        "The federated credential is for another audience.",
        _APPLICATIONS,
        _federation(audiences=["api://AzureADTokenExchangeUSGov"]),
    ),
    (
        "federated-credential-letter-case",
        "The federated credential differs from the identity in letter case.",
        _APPLICATIONS,
        _subject_in_capitals,
    ),
    (
        "federated-credential-issuer-letter-case",
        "The federated credential writes its issuer in another letter case.",
        _FEDERATED,
        _issuer_in_capitals,
    ),
    (
        "federated-credential-audience-letter-case",
        "The federated credential writes its audience in another letter case.",
        _FEDERATED,
        _federation(audiences=["api://azureadtokenexchange"]),
    ),
    (
        "credential-expired",
        "The application's client secret has expired.",
        _FEDERATED,
        _secret_expires(-3),
    ),
    (
        "credential-expiring",
        "The application's client secret expires within days.",
        _FEDERATED,
        _secret_expires(9),
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _CREDENTIALS
)
