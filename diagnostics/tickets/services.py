"""Which client library speaks to which system; each is loaded only when its system is meant."""

from __future__ import annotations

from diagnostics.errors import ConfigError
from diagnostics.tickets.access import Access
from diagnostics.tickets.service import Service
from diagnostics.tickets.ticket import GITHUB, Ticket
from diagnostics.tickets.way import Way


def service_of(ticket: Ticket, access: Access, way: Way) -> Service:
    """Give what speaks to the system of a ticket; nothing is sent yet.

    Raises:
        ConfigError: if its client library is not installed.
    """
    try:
        if ticket.system == GITHUB:
            from diagnostics.tickets.github import GitHub

            return GitHub(access, way)
        from diagnostics.tickets.jira import JiraSystem

        return JiraSystem(access, way)
    except ImportError as error:
        raise ConfigError(
            f"the client library for this system is not installed ({error.name})",
            do="pip install 'ajo-doctor[tickets]'",
            source="--to",
        ) from None
