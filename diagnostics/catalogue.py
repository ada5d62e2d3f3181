"""All packs, validated: what can be checked, concluded and recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from typing import Any

from diagnostics.check import Check
from diagnostics.diagnosis.cause import Cause
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.errors import CatalogueError, ConfigError
from diagnostics.finding import Kind
from diagnostics.order import ordered, providers
from diagnostics.pack import Pack
from diagnostics.targets import Topology
from diagnostics.triage.recognised import Signature

GROUP = "ajo_doctor.checks"
BUILT_IN = "builtin"
_CODE = re.compile(r"[A-Z]{2}\d{3}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Catalogue:
    """Checks, causes and signatures of all packs."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        """Join the packs and hold them against each other.

        Raises:
            CatalogueError: if anything of them does not fit.
        """
        self.packs = tuple(packs)
        self.checks: tuple[Check[Any], ...] = tuple(
            sorted(
                (check for pack in self.packs for check in pack.checks), key=lambda each: each.id
            )
        )
        self.causes: tuple[Cause, ...] = tuple(
            sorted(
                (cause for pack in self.packs for cause in pack.causes), key=lambda each: each.id
            )
        )
        self.signatures: tuple[Signature, ...] = tuple(
            signature for pack in self.packs for signature in pack.signatures
        )
        _unique("check", [check.id for check in self.checks])
        _unique("cause", [cause.id for cause in self.causes])
        _unique("signature", [signature.id for signature in self.signatures])
        self._check_kinds()
        self._check_causes()
        for topology in Topology:
            self._check_topology(topology)
        for pack in self.packs:
            _check_runbooks(pack)

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """Every kind that a check may say, and the runner's own, sorted by code."""
        found = {kind.code: kind for kind in DOCTOR_KINDS.values()}
        found |= {kind.code: kind for check in self.checks for kind in check.kinds}
        return tuple(found[code] for code in sorted(found))

    def checks_for(self, topology: Topology) -> tuple[Check[Any], ...]:
        """Give the checks of one topology, sorted by id."""
        return tuple(check for check in self.checks if topology in check.applies_to)

    def _check_kinds(self) -> None:
        by_code: dict[str, Kind] = {}
        for kind in (*DOCTOR_KINDS.values(), *(k for check in self.checks for k in check.kinds)):
            if not _CODE.fullmatch(kind.code) or not _SLUG.fullmatch(kind.slug):
                raise CatalogueError(
                    f"{kind.code} {kind.slug!r} is malformed: expected KV101 and a-slug"
                )
            if by_code.setdefault(kind.code, kind) != kind:
                raise CatalogueError(f"the code {kind.code} means two kinds")
        _unique("slug", [kind.slug for kind in by_code.values()])

    def _check_causes(self) -> None:
        known = {kind.code for kind in self.kinds}
        ids = {check.id for check in self.checks}
        for cause in self.causes:
            named = (*cause.requires, *cause.explains, *cause.contradicted_by)
            strange = [kind.code for kind in named if kind.code not in known]
            strange += [name for name in cause.overturned_by if name not in ids]
            if strange or not cause.requires:
                raise CatalogueError(
                    f"cause {cause.id} speaks of what no check says: {', '.join(strange) or 'nothing required'}"
                )

    def _check_topology(self, topology: Topology) -> None:
        checks = self.checks_for(topology)
        provided = providers(checks)
        for check in checks:
            missing = [need.__name__ for need in check.needs if need not in provided]
            if missing:
                raise CatalogueError(
                    f"{check.id} needs {', '.join(missing)}, which nobody provides in {topology}"
                )
        ordered(checks)


def load_catalogue(plugins: Sequence[str]) -> Catalogue:
    """Load the built-in pack and the foreign ones that the configuration lists.

    Args:
        plugins: names of entry points in the group `ajo_doctor.checks`.

    Raises:
        CatalogueError: if a pack is malformed.
        ConfigError: if a listed pack is not installed or cannot be loaded.
    """
    installed = {point.name: point for point in entry_points(group=GROUP)}
    return Catalogue([_load(name, installed) for name in dict.fromkeys((BUILT_IN, *plugins))])


def _load(name: str, installed: dict[str, EntryPoint]) -> Pack:
    if name not in installed:
        raise ConfigError(
            f"the pack {name!r} is not installed",
            expected=", ".join(sorted(installed)) or "an installed ajo-doctor: pip install -e .",
            do="install it into the same environment, or take it out of `plugins`",
            field="plugins",
        )
    try:
        pack = installed[name].load()
    except Exception as error:  # a foreign pack may raise anything while it is imported
        raise ConfigError(
            f"the pack {name!r} cannot be loaded: {type(error).__name__}: {error}", field="plugins"
        ) from error
    if not isinstance(pack, Pack):
        raise CatalogueError(f"the entry point {name!r} is not a Pack")
    return pack


def _unique(what: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CatalogueError(f"the {what} {twice[0]} is there twice")


def _check_runbooks(pack: Pack) -> None:
    pages = {each.name for each in files(pack.runbooks).iterdir()}
    kinds = {kind for check in pack.checks for kind in check.kinds} - set(DOCTOR_KINDS.values())
    missing = sorted(
        f"{kind.code}-{kind.slug}.md"
        for kind in kinds
        if f"{kind.code}-{kind.slug}.md" not in pages
    )
    if missing:
        raise CatalogueError(f"pack {pack.name} has no runbook page {missing[0]}")
