"""What is said on stderr beside a report: with `--share` its names are replaced too, since logs are passed on with reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from diagnostics.cli.sharing import Sharing

F = TypeVar("F", bound=Callable[..., Any])

_KEY = "diagnostics.cli.sharing"


def share_options(command: F) -> F:
    """Add whether and how names are replaced in all that is shown."""
    return click.option(
        "--share",
        is_flag=True,
        help="Replace names by pseudonyms in all that is shown; `ajo-doctor unshare` puts them back.",
    )(table_options(command))


def table_options(command: F) -> F:
    """Add which table of names is used, and whether it is asked."""
    command = click.option(
        "--share-anyway",
        is_flag=True,
        help="With --share: do not ask about strings that may be names; a secret is never shared.",
    )(command)
    return click.option(
        "--share-map",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="With --share: the private table of names. [default: in the state folder]",
    )(command)


def say(text: str) -> None:
    """Print a line on stderr."""
    click.echo(shown(text), err=True)


def shown(text: str) -> str:
    """Give a text as it may be shown in this run."""
    sharing = current()
    return sharing.text(text) if sharing else text


def current() -> Sharing | None:
    """Give what this run is shared with; None = it is not."""
    context = click.get_current_context(silent=True)
    found: Sharing | None = context.meta.get(_KEY) if context else None
    return found


def sharing_of(values: Mapping[str, Any]) -> Sharing | None:
    """Read `--share`, `--share-map` and `--share-anyway`; None = nothing is to be shared.

    Raises:
        ConfigError: if an option is given that changes nothing, or the table of names cannot be used.
    """
    if not (values["share"] or values["share_map"] or values["share_anyway"]):
        return None
    from diagnostics.cli.sharing import asked  # only here: most runs share nothing

    sharing = asked(values)
    _from_now_on(sharing)
    return sharing


def _from_now_on(sharing: Sharing) -> None:
    """Replace names in all that this command says from here on."""
    context = click.get_current_context(silent=True)
    if context:
        context.meta[_KEY] = sharing
