"""Sorts of fields: how what stands in one is treated when a run is shared."""

from __future__ import annotations

from enum import Enum, auto


class Sort(Enum):
    """How a field that is no plain name is treated."""

    KEPT = auto()  # a word of a service or of this program: it is the same everywhere
    TEXT = auto()  # prose or a mixed value: names inside are replaced
    FILE = auto()  # a file as somebody named it
    PLACE = auto()  # "app.log:12" or "app.log, byte 99"
    ARGV = auto()  # arguments of a command
    WHO = auto()  # an operator's name or address, or a principal with its id
    HOST = auto()
    SCOPE = auto()  # path of a resource, whole or cut
    ROLE = auto()  # of Azure, or one that the customer made
    DOMAIN = auto()  # behind the @ of recipients: of a mail provider, or the customer's own
    PRINCIPAL = auto()  # display name; takes the number of the id beside it
    LABELLED = auto()  # pairs of label and value of the run's surroundings
    DELAYED = auto()  # who was late: what the field `dimension` says

    __hash__ = object.__hash__  # each is one object, and asked for as often as there are texts


Treated = Sort | str  # a str: the whole value is a name of that sort of `shapes.SORTS`
KEPT, TEXT = Sort.KEPT, Sort.TEXT


def each(sort: Treated, *names: str) -> dict[str, Treated]:
    """Say of several fields that they are of one sort."""
    return dict.fromkeys(names, sort)
