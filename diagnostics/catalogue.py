"""All packs, found through one entry-point group and held against each other before anything is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points

from diagnostics.changes.joining import joined
from diagnostics.errors import CatalogueError, ConfigError
from diagnostics.finding import Kind
from diagnostics.order import AnyCheck, ordered
from diagnostics.pack import Pack
from diagnostics.targets import Topology
from diagnostics.validation import check_pages, kinds_of, validate

GROUP = "ajo_doctor.checks"
BUILTIN = "builtin"
DISTRIBUTION = "ajo-doctor"


class Catalogue:
    """Checks, causes, signatures and kinds of all packs, validated."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        """Join the packs.

        Raises:
            CatalogueError: if a pack is malformed or two of them do not fit each other.
        """
        self.packs = tuple(packs)
        self.checks = tuple(
            sorted((check for pack in packs for check in pack.checks), key=lambda check: check.id)
        )
        self.causes = tuple(
            sorted((cause for pack in packs for cause in pack.causes), key=lambda cause: cause.id)
        )
        self.signatures = tuple(
            sorted(
                (signature for pack in packs for signature in pack.signatures),
                key=lambda signature: signature.id,
            )
        )
        self.tracing = joined([pack.tracing for pack in packs])
        self.kinds: tuple[Kind, ...] = kinds_of(self.packs)
        validate(self.packs)
        self._by_topology = {
            topology: ordered(check for check in self.checks if topology in check.applies_to)
            for topology in Topology
        }

    def checks_for(self, topology: Topology) -> tuple[AnyCheck, ...]:
        """Return the checks of one topology, each after those it waits for."""
        return self._by_topology[topology]


def load_catalogue(plugins: Iterable[str] = ()) -> Catalogue:
    """Load the built-in pack and the foreign packs that the user listed, and no others.

    Args:
        plugins: names of entry points of the group `ajo_doctor.checks`, as installed packs declare them.

    Raises:
        ConfigError: if a listed pack is not installed.
        CatalogueError: if a pack cannot be loaded or is malformed.
    """
    names = tuple(dict.fromkeys(name for name in plugins if name != BUILTIN))
    installed = tuple(entry_points(group=GROUP)) if names else ()
    found = [_builtin(), *(_plugin(name, installed) for name in names)]
    packs = tuple(_load(entry) for entry in found)
    catalogue = Catalogue(packs)
    check_pages(packs)
    return catalogue


def _builtin() -> EntryPoint:
    """Find our own pack in our own distribution: another cannot pass for it by its name, and none but ours is read."""
    with suppress(PackageNotFoundError):
        for entry in distribution(DISTRIBUTION).entry_points.select(group=GROUP, name=BUILTIN):
            return entry
    raise CatalogueError(
        f"the built-in checks are not installed: no entry point {BUILTIN!r} of {DISTRIBUTION} in"
        f" the group {GROUP}; install ajo-doctor again"
    )


def _plugin(name: str, installed: Sequence[EntryPoint]) -> EntryPoint:
    entries = {
        (_distribution(entry), entry.value): entry for entry in installed if entry.name == name
    }
    if not entries:
        there = sorted({entry.name for entry in installed} - {BUILTIN})
        raise ConfigError(
            f"there is no pack {name!r}",
            expected=f"one of {', '.join(there)}" if there else "none is installed",
            do=f"install the distribution that offers it in the entry-point group {GROUP}, or remove it from plugins",
            field="plugins",
        )
    if len(entries) > 1:
        owners = " and ".join(sorted(owner for owner, _ in entries))
        raise CatalogueError(f"pack {name!r} is offered twice: by {owners}; uninstall one of them")
    return next(iter(entries.values()))


def _load(entry: EntryPoint) -> Pack:
    where = f"pack {entry.name} ({entry.value} of {_distribution(entry)})"
    try:
        pack: object = entry.load()
    except Exception as error:
        raise CatalogueError(
            f"{where} cannot be loaded: {type(error).__name__}: {error}"
        ) from error
    if not isinstance(pack, Pack):
        raise CatalogueError(f"{where} is a {type(pack).__name__}, not a diagnostics.Pack")
    if pack.name != entry.name:
        raise CatalogueError(f"{where} calls itself {pack.name!r}: both names must be the same")
    return pack


def _distribution(entry: EntryPoint) -> str:
    name = entry.dist.name if entry.dist else ""
    return re.sub(r"[-_.]+", "-", name).lower()
