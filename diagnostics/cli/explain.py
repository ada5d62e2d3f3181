"""Say what an error text or code means."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Say what an error text or code means, offline.")
@click.argument("what", metavar="CODE|FILE|-")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_context
def explain(ctx: click.Context, what: str, form: str) -> None:
    """Say what an error text or code means, offline and without login.

    WHAT is a code (4000, AADSTS7000112, KV101), a file with an error text, or - for stdin.

    Exit code 0: recognised; 1: nothing in the text is known.
    """
    if what != "-" and not Path(what).is_file():
        from diagnostics.cli.explain_code import explain_code

        ctx.exit(explain_code(what, form))
    from diagnostics.cli.explain_text import explain_text

    ctx.exit(explain_text(what, form))
