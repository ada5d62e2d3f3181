"""Adobe's public feed of incidents, read tolerantly: it is a page's own data, known in shape from the Status API.

Source: Adobe Status API, schema of events (incidents by id, their products by id, a product's history by time; seconds since
1970), read 2026-11-23.
"""

from __future__ import annotations

from datetime import UTC, datetime

from checks.ajo.facts import Incident
from diagnostics import Document, Unexpected

# What a call of a campaign runs through, as part of the product's name.
_PRODUCTS = ("journey optimizer", "experience platform")
_OVER = frozenset({"closed", "dismissed"})


def incidents(feed: Document) -> tuple[Incident, ...]:
    """Take the incidents of the products that calls run through.

    Raises:
        Unexpected: if the feed has no list of incidents.
    """
    if not feed.has("incidentEvent.incidents"):
        raise Unexpected(f"the answer of {feed.source} has no list of incidents")
    return tuple(
        sorted(
            (
                _incident(name, product)
                for name, event in feed.fields("incidentEvent.incidents")
                for _, product in event.fields("products")
                if _is_ours(product)
            ),
            key=lambda each: (each.id, each.product),
        )
    )


def _is_ours(product: Document) -> bool:
    name = (product.text("name") or "").lower()
    return any(each in name for each in _PRODUCTS)


def _incident(name: str, product: Document) -> Incident:
    history = [entry for _, entry in sorted(product.fields("history"), key=_age)]
    last = history[-1] if history else None
    started = _instant(product, "startedOn") or (
        _instant(history[0], "messageTime") if history else None
    )
    ended = _instant(product, "endedOn")
    if ended is None and last and (last.text("status") or "").lower() in _OVER:
        ended = _instant(last, "messageTime") or started
    return Incident(
        id=name,
        product=product.text("name") or "",
        severity=_last_said(history, "severity"),
        impact=_last_said(history, "operationsImpact") or _last_said(history, "customerImpact"),
        regions=tuple(sorted(last.texts("locationImpact.serviceRegions") or ())) if last else (),
        started_on=started,
        ended_on=ended,
    )


def _age(entry: tuple[str, Document]) -> tuple[int, str]:
    stamp = entry[0]
    return (int(stamp) if stamp.isdigit() else 0, stamp)


def _instant(entry: Document, name: str) -> datetime | None:
    """Read seconds since 1970; a zero means that it is not over."""
    if not entry.has(name):
        return None
    at = entry.instant(name)
    return at if at and at > datetime(1970, 1, 2, tzinfo=UTC) else None


def _last_said(history: list[Document], name: str) -> str:
    said = [value for entry in history if (value := entry.text(name)) and value != "None"]
    return said[-1] if said else ""
