"""Sends one message to one address through Apprise, within a time limit.

Apprise says why it failed only in its log, and its log may hold the address. So the log is caught, and of what it says only
the part is repeated in which no piece of the address is left.

Source: the documentation of Apprise 1.9, "Development API" and "Logging".
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType

from diagnostics.errors import ConfigError
from diagnostics.notify.message import Message
from diagnostics.redact import without_secrets

LIMIT_S = 30.0  # of one message to one address
_PIECES = re.compile(r"[^A-Za-z0-9_.~%-]+")
_SHORTEST_PIECE = 3  # characters of an address that may not be repeated
_LONGEST = 200


def apprise() -> ModuleType:
    """Load Apprise.

    Raises:
        ConfigError: if it is not installed.
    """
    try:
        import apprise as found  # only here: most runs tell nobody
    except ImportError:
        raise ConfigError(
            "notifications need Apprise, which is not installed",
            do="pip install 'ajo-doctor[notify]'",
        ) from None
    return found


def check(addresses: tuple[str, ...], source: str) -> None:
    """Refuse before the round what could not be used after it; no address is repeated.

    Raises:
        ConfigError: if Apprise is missing or knows no such address.
    """
    library = apprise()
    for number, address in enumerate(addresses, 1):
        with _caught():
            is_known = library.Apprise().add(address)
        if not is_known:
            raise ConfigError(
                f"address {number} is none that Apprise knows ({kind_of(address)})",
                expected="one address a line, as Apprise writes them: mailto://…, slack://…, json://host/path",
                source=source,
                do="see the list of services of Apprise",
            )


def kind_of(address: str) -> str:
    """Say of what sort an address is; nothing else of it is safe to say."""
    scheme = address.partition("://")[0].lower()
    return f"{scheme}://…" if scheme.isalnum() and "://" in address else "no scheme"


def send(address: str, message: Message, limit_s: float = LIMIT_S) -> str:
    """Send a message.

    Returns:
        why it was not sent, without any piece of the address; empty = the service took it.
    """
    answer: list[str] = []
    # Some of its services have no time limit of their own; a thread that hangs must not hold up the end.
    worker = threading.Thread(
        target=lambda: answer.append(_sent(address, message)), daemon=True, name="apprise"
    )
    worker.start()
    worker.join(limit_s)
    return answer[0] if answer else f"no answer within {limit_s:g} s"


def _sent(address: str, message: Message) -> str:
    library = apprise()
    try:
        with _caught() as said:
            service = library.Apprise()
            is_sent = service.add(address) and service.notify(
                title=message.title,
                body=message.body,
                notify_type=library.NotifyType(message.level),
                body_format=library.NotifyFormat.TEXT,
            )
    except Exception as error:  # noqa: BLE001 - a service of Apprise's that breaks is one that did not take it
        return type(error).__name__
    if is_sent:
        return ""
    told = next((each for each in (_safe(text, address) for text in said) if each), "")
    return told or "the service did not take it"


class _Heard(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


@contextmanager
def _caught() -> Generator[list[str]]:
    """Keep what Apprise logs meanwhile from the terminal."""
    logger = logging.getLogger("apprise")
    heard = _Heard()
    before = logger.propagate
    logger.propagate = False
    logger.addHandler(heard)
    try:
        yield heard.texts
    finally:
        logger.removeHandler(heard)
        logger.propagate = before


def _safe(text: str, address: str) -> str:
    """Give what was logged if nothing of the address stands in it; empty = something does."""
    rest = address.partition("://")[2]
    pieces = (piece.lower() for piece in _PIECES.split(rest) if len(piece) >= _SHORTEST_PIECE)
    visible = without_secrets(" ".join(text.split()))[:_LONGEST]
    return "" if any(piece in visible.lower() for piece in pieces) else visible
