"""Two sides that trust each other with nothing: no token of Azure goes to Adobe, none of Adobe's to anybody else."""

from __future__ import annotations

from collections.abc import Mapping


class Sides:
    """Knows which tokens are Adobe's; every other one is taken for Azure's."""

    def __init__(self) -> None:
        """Know none yet."""
        self._of_adobe: set[str] = set()

    def is_adobes(self, token: str) -> bool:
        """Let a token go to Adobe's gateway, and nowhere else from now on; tells whether that is news."""
        is_new = bool(token) and token not in self._of_adobe
        self._of_adobe |= {token} if is_new else set()
        return is_new

    def misplaced(self, headers: Mapping[str, str], *, is_gateway: bool, takes_none: bool) -> str:
        """Say why these headers must not leave; empty = they may.

        Args:
            headers: of one request.
            is_gateway: it goes to Adobe's gateway.
            takes_none: it goes to a host of Adobe's that takes no token at all.
        """
        sent = " ".join(str(value) for value in headers.values())
        if not is_gateway and any(token in sent for token in self._of_adobe):
            return "an access token of Adobe goes to Adobe's gateway only"
        names = (name for name in headers if name.lower() == "authorization")
        given = next((str(headers[name]) for name in names), "")
        if given and takes_none:
            return "no token goes to this host of Adobe"
        if given and is_gateway and given.removeprefix("Bearer ") not in self._of_adobe:
            return "only an access token of Adobe goes to Adobe"
        return ""
