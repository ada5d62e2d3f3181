"""How a rule of each log is written down."""

from __future__ import annotations

from functools import partial

from diagnostics import Becomes, ChangeLog, Fate, Link, Rule, Thing


def _rule(  # noqa: PLR0913 - a rule has that many sides
    log: ChangeLog,
    thing: Thing,
    why: str,
    *operations: str,
    about: Link | None = None,
    whom: tuple[Link, ...] = (),
    fate: Fate = Fate.CHANGED,
    becomes: tuple[Becomes, ...] = (),
    undone_by: tuple[str, ...] = (),
) -> Rule:
    """Make a rule; its fields are `Rule`'s, of which `about` names one link or none here."""
    return Rule(
        log=log,
        thing=thing,
        operations=operations,
        why=why,
        fate=fate,
        becomes=becomes,
        about=(about,) if about else (),
        whom=whom,
        undone_by=undone_by,
    )


def any_of(*fields: str) -> tuple[Becomes, ...]:
    """Ask for a change of any of these fields, whatever it became."""
    return tuple(Becomes(name=field) for field in fields)


by_directory = partial(_rule, ChangeLog.ENTRA)  # Entra's audit log
by_manager = partial(_rule, ChangeLog.ACTIVITY)  # Resource Manager's Activity Log
by_adobe = partial(_rule, ChangeLog.ADOBE)  # Adobe's audit log
# The vault's own audit log: what happens to a key stands nowhere else.
by_vault = partial(_rule, ChangeLog.VAULT, Thing.KEY, about=Link.KEY)


def vault_written(why: str, *becomes: Becomes) -> Rule:
    """Make the rule for a property of the vault."""
    return by_manager(
        Thing.VAULT, why, "microsoft.keyvault/vaults/write", about=Link.VAULT, becomes=becomes
    )


def account_written(why: str, *becomes: Becomes) -> Rule:
    """Make the rule for a property of the account."""
    return by_manager(
        Thing.ACCOUNT,
        why,
        "microsoft.documentdb/databaseaccounts/write",
        about=Link.ACCOUNT,
        becomes=becomes,
    )
