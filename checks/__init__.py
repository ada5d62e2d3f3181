"""Knowledge of failures. The built-in pack is loaded when it is asked for: the rules for requests alone start at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.pack import PACK

__all__ = ["PACK"]


def __getattr__(name: str) -> object:
    """Load the pack at its first use."""
    if name != "PACK":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from checks.pack import PACK

    return PACK
