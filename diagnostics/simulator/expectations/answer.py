"""The right answer to one fault: the codes found, the cause named, the exit code."""

from __future__ import annotations

from dataclasses import dataclass, field

# Exit codes: something is wrong, something could not be seen, all is well.
FOUND, OPEN, CLEAN = 1, 3, 0


@dataclass(frozen=True, slots=True)
class Expected:
    """The right answer to one fault."""

    kinds: tuple[str, ...]
    cause: str
    exit_code: int = FOUND
    config: dict[str, str] = field(default_factory=dict[str, str])


def found(*named: tuple[str, str, str]) -> dict[str, Expected]:
    """Make expectations of (fault, code, cause); an empty cause repeats the fault's id."""
    return {fault: Expected((code,), cause or fault) for fault, code, cause in named}
