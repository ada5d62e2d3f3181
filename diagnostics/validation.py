"""What a pack must be like; every fault is told with the names of those it concerns."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from diagnostics.changes.change import ChangesRead
from diagnostics.codec import check_form
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.errors import CatalogueError
from diagnostics.finding import Kind
from diagnostics.order import AnyCheck, providers
from diagnostics.pack import Pack
from diagnostics.targets import Topology

T = TypeVar("T")

_CODE = re.compile(r"[A-Z]{2}\d{3}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CHECK_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


def validate(packs: Sequence[Pack]) -> None:
    """Hold packs against each other.

    Raises:
        CatalogueError: for the first fault.
    """
    checks = [check for pack in packs for check in pack.checks]
    causes = [cause for pack in packs for cause in pack.causes]
    _unique("pack", packs, lambda pack: pack.name)
    _unique("check", checks, lambda check: check.id)
    _unique("cause", causes, lambda cause: cause.id)
    _unique("lint", [lint for pack in packs for lint in pack.lints], lambda lint: lint.id)
    _unique(
        "signature",
        [signature for pack in packs for signature in pack.signatures],
        lambda signature: signature.id,
    )
    for check in checks:
        _check(check)
    _kinds(packs)
    for topology in Topology:
        _topology(topology, [check for check in checks if topology in check.applies_to])
    said = {kind for check in checks for kind in check.kinds} | set(DOCTOR_KINDS.values())
    for pack in packs:
        _causes(pack, said, {check.id for check in checks})
        _traces(pack, {cause.id for cause in causes})
    traces = [trace for pack in packs for trace in pack.tracing.traces]
    _unique("trace of cause", traces, lambda each: each.cause)


def kinds_spoken(pack: Pack) -> tuple[Kind, ...]:
    """Return the kinds that a pack's checks and rules for requests may say, sorted by code, no duplicates."""
    said = {kind for check in pack.checks for kind in check.kinds}
    said |= {kind for lint in pack.lints for kind in lint.kinds}
    return tuple(sorted(said, key=lambda kind: kind.code))


def kinds_of(packs: Iterable[Pack]) -> tuple[Kind, ...]:
    """Return all kinds, the doctor's own among them, sorted by code, no duplicates."""
    spoken = {kind for pack in packs for kind in kinds_spoken(pack)} | set(DOCTOR_KINDS.values())
    return tuple(sorted(spoken, key=lambda kind: (kind.code, kind.slug)))


def check_pages(packs: Sequence[Pack]) -> None:
    """Make sure that each kind a pack says has its page, in this pack or in another one.

    Raises:
        CatalogueError: for the first pack that lacks some.
    """
    # Each folder is listed once: to look a page up, `importlib.resources` lists it anew for every page.
    there = {entry.name for pack in packs for entry in _pages_of(pack).iterdir()}
    for pack in packs:
        pages = [f"{kind.code}-{kind.slug}.md" for kind in kinds_spoken(pack)]
        missing = [page for page in pages if page not in there]
        if missing:
            raise CatalogueError(
                f"pack {pack.name}: no runbook page {', '.join(missing)} in package {pack.runbooks!r}"
            )


def _pages_of(pack: Pack) -> Traversable:
    try:
        return files(pack.runbooks)
    except ImportError as error:
        raise CatalogueError(f"pack {pack.name}: no package of runbooks: {error}") from None


def _unique(noun: str, things: Iterable[T], key: Callable[[T], Hashable]) -> None:
    seen: set[Hashable] = set()
    for thing in things:
        if key(thing) in seen:
            raise CatalogueError(f"there are two of {noun} {key(thing)!r}: each id is used once")
        seen.add(key(thing))


def _check(check: AnyCheck) -> None:
    if not _CHECK_ID.fullmatch(check.id):
        raise CatalogueError(
            f"check {check.id!r}: an id is <service>.<statement> in lower case, as its module's path"
        )
    if not check.timeout_s > 0:
        raise CatalogueError(f"check {check.id}: timeout_s is {check.timeout_s}, not above 0")
    late = [kind for kind in (*check.needs, *check.wants) if issubclass(kind, ChangesRead)]
    if late and not issubclass(check.provides, ChangesRead):
        raise CatalogueError(
            f"check {check.id} waits for {late[0].__name__}, which is read after everything else"
        )
    if overlap := set(check.needs) & set(check.wants):
        names = ", ".join(sorted(kind.__name__ for kind in overlap))
        raise CatalogueError(f"check {check.id} both needs and wants {names}")
    try:
        check_form(check.provides)
    except TypeError as error:
        raise CatalogueError(
            f"check {check.id}: its evidence cannot be kept in a bundle: {error}"
        ) from None


def _kinds(packs: Sequence[Pack]) -> None:
    kinds = kinds_of(packs)
    for kind in kinds:
        if not _CODE.fullmatch(kind.code):
            raise CatalogueError(
                f"kind {kind.code!r} ({kind.slug}): a code is two capital letters and three digits"
            )
        if not _SLUG.fullmatch(kind.slug):
            raise CatalogueError(
                f"kind {kind.code} ({kind.slug!r}): a slug is lower-case words joined by hyphens"
            )
    _unique("kind", kinds, lambda kind: kind.code)
    _unique("kind", kinds, lambda kind: kind.slug)


def _topology(topology: Topology, checks: Sequence[AnyCheck]) -> None:
    provided = providers(checks)
    for check in checks:
        for need in check.needs:
            if need not in provided:
                raise CatalogueError(
                    f"check {check.id} needs {need.__name__}, which no check provides for {topology}"
                )


def _traces(pack: Pack, cause_ids: set[str]) -> None:
    for trace in pack.tracing.traces:
        where = f"pack {pack.name}, trace of cause {trace.cause!r}"
        if trace.cause not in cause_ids:
            raise CatalogueError(f"{where}: there is no such cause")
        if bool(trace.rules) == bool(trace.untraced):
            raise CatalogueError(
                f"{where}: it has either rules for changes or the reason why no log shows any"
            )


def _causes(pack: Pack, said: set[Kind], check_ids: set[str]) -> None:
    for cause in pack.causes:
        where = f"pack {pack.name}, cause {cause.id!r}"
        if not _SLUG.fullmatch(cause.id):
            raise CatalogueError(f"{where}: an id is lower-case words joined by hyphens")
        if not cause.requires:
            raise CatalogueError(f"{where} requires no kind: a cause rests on something seen")
        named = (*cause.requires, *cause.explains, *cause.contradicted_by)
        if strange := sorted({kind.code for kind in named if kind not in said}):
            raise CatalogueError(f"{where} names kinds that no check says: {', '.join(strange)}")
        if strange := sorted(set(cause.overturned_by) - check_ids):
            raise CatalogueError(f"{where} names checks that do not exist: {', '.join(strange)}")
    codes = {kind.code for kind in said}
    for signature in pack.signatures:
        if signature.kind and signature.kind not in codes:
            raise CatalogueError(
                f"pack {pack.name}, signature {signature.id!r} becomes kind {signature.kind},"
                " which no check says"
            )
