"""What a ticket system may say no with, and what then stands on the ticket."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from diagnostics.errors import ConfigError, DoctorError


@dataclass(eq=False)
class Refusal(DoctorError):
    """One request was refused, or got no answer; carries no body, no token and no address with a password."""

    problem: str  # one sentence
    do: str = ""
    status: int | None = None  # HTTP; None = no answer came
    said: str = ""  # the service's own words, redacted
    may_have_arrived: bool = False  # a request that writes was sent, and its answer got lost

    def __str__(self) -> str:
        """Give the sentence."""
        return self.problem


@dataclass(eq=False)
class Halfway(DoctorError):
    """Something stands on the ticket that is not the whole, or it is not certain: exit code 3."""

    problem: str
    stands: tuple[str, ...]  # what is on the ticket, or may be
    do: str

    def __str__(self) -> str:
        """Give problem, what stands there and advice on a line each."""
        return "\n".join(
            (
                self.problem,
                *(f"  on the ticket: {each}" for each in self.stands),
                f"  do: {self.do}",
            )
        )


NOTHING_SENT = "nothing was sent"


def not_sent(refusal: Refusal, where: str) -> ConfigError:
    """Say that the ticket is as it was."""
    do = "; ".join(each for each in (NOTHING_SENT, refusal.do) if each)
    return ConfigError(refusal.problem, do=do, source=where)


_STUMBLES = (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)


@contextmanager
def understood(
    host: str, system: str, *also: type[Exception], writes: bool = False
) -> Generator[None]:
    """Take whatever a client library stumbles over for an answer that is none of this system.

    Raises:
        Refusal: instead of it.
    """
    stumbles: tuple[type[Exception], ...] = (*_STUMBLES, *also)
    try:
        yield
    except stumbles:
        raise Refusal(
            f"{host} answered with something else than {system} does",
            do="check the address",
            may_have_arrived=writes,
        ) from None
