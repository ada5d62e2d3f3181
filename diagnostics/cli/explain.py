"""Say what an error text or code means."""

from __future__ import annotations

import os

import click


@click.command(short_help="Say what an error text or code means, offline.")
@click.argument("what", metavar="CODE|FILE|TEXT|-", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_context
def explain(ctx: click.Context, what: tuple[str, ...], form: str) -> None:
    """Say what an error text or code means, offline and without login.

    Give a code (4000, AADSTS7000112, KV101), a file with an error text, the text itself in quotes, or - for stdin.

    \b
    Examples:
      ajo-doctor explain 4000
      ajo-doctor explain KV101
      ajo-doctor explain error.txt
      kubectl logs my-pod | ajo-doctor explain -

    Exit codes: 0 recognised, 1 nothing in it is known, 2 neither a code, a file nor a text.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    said = " ".join(what)
    # The file is looked for first: a log may be called 4000.
    if said == "-" or os.path.isfile(said):  # noqa: PTH113 - pathlib costs a fifth of the start
        ctx.exit(_of_source(said, form))
    from diagnostics.cli.explain_code import explain_code

    code = explain_code(said, form)
    ctx.exit(_of_words(said, form) if code is None else code)


def _of_source(source: str, form: str) -> int:
    from diagnostics.cli.explain_text import explain_text
    from diagnostics.cli.faults import read_text, told

    with told():
        return explain_text(read_text(source, "explain"), form)


def _of_words(words: str, form: str) -> int:
    """Take words for the text itself; a single one is rather a file's name mistyped."""
    from diagnostics.cli.explain_text import explain_text
    from diagnostics.cli.faults import told
    from diagnostics.errors import ConfigError

    with told():
        if len(words.split()) > 1:
            return explain_text(words, form)
        raise ConfigError(
            f"{words!r} is neither a known code nor a file"
            if words.strip()
            else "the text is empty",
            expected="a code (4000, AADSTS7000112, KV101), a file, a text in quotes, or - for stdin",
            do="paste the error: ajo-doctor explain -, then Ctrl-D",
        )
