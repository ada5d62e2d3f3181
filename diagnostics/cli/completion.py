"""Print the lines that complete commands in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_WHERE = {
    "bash": "~/.bashrc",
    "zsh": "~/.zshrc",
    "fish": "~/.config/fish/completions/ajo-doctor.fish",
}


@click.command(short_help="Print the lines that complete commands in your shell.")
@click.argument("shell", type=click.Choice(list(_WHERE)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the lines that complete commands in your SHELL.

    \b
    Examples:
      ajo-doctor completion bash >> ~/.bashrc
      ajo-doctor completion fish > ~/.config/fish/completions/ajo-doctor.fish

    PowerShell has no completion here: click, which this program is built on, offers none.

    Exit codes: 0 printed, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click knows the three shells of the choice
    source = kind(ctx.find_root().command, {}, "ajo-doctor", "_AJO_DOCTOR_COMPLETE").source()
    click.echo(source)
    click.echo(f"# add these lines to {_WHERE[shell]}", err=True)
