"""The command line: one click command a file, loaded when it is called.

This module imports click and nothing else, so that `--help` and `--version` answer at once.
"""

from __future__ import annotations

import errno
import gc
from importlib import import_module
from typing import Any, NoReturn

import click

from diagnostics.version import __version__

# New objects until cycles are looked for. Records have none; the default looks through all of them again and again.
_SELDOM = 200_000
# Name: one line of help. The module below `diagnostics.cli` and the command in it have the same name, `_` for `-`.
COMMANDS = {
    "diagnose": "Find out what is broken and how to repair it (read-only).",
    "verify": "Look again after a repair: was it effective? (read-only)",
    "watch": "Look at all targets on a schedule; speak when something changed.",
    "demo": "Watch a diagnosis of a simulated, broken environment.",
    "simulate": "Serve a simulated environment to az, SDKs or curl.",
    "simulate-delays": "Write feedback data in which messages get late.",
    "simulate-logs": "Write logs in which a simulated environment breaks.",
    "history": "Show what earlier runs saw, and since when, offline.",
    "compare": "Say what is different between two runs, in words, offline.",
    "report": "Draw the report of a saved run again, in any form, offline.",
    "attach": "Put the report of a saved run on a Jira or GitHub ticket.",
    "expiry": "List what ends on a known day; write a calendar of it.",
    "pack": "Write the packet that Adobe's or Microsoft's support asks for.",
    "unshare": "Put the names back into what was shared with --share.",
    "explain": "Say what an error text or code means, offline.",
    "triage": "Search logs for known errors: since when, how many, on what.",
    "lint": "Check a request (cURL, HAR, JSON) before it is sent.",
    "delays": "Find where late mails lose their time, from exports.",
    "checks": "List all checks and what each needs.",
    "permissions": "Print the least rights that the checks need.",
    "init": "Write ajo-doctor.toml from what you have.",
    "completion": "Print the lines that complete commands in your shell.",
}


RENAMED = {"replay": "report"}  # older names, which still work


class Lazy(click.Group):
    """A group that imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Name the commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click gives it
        """Import one command."""
        wanted = RENAMED.get(cmd_name, cmd_name)
        if wanted not in COMMANDS:
            return None
        name = wanted.replace("-", "_")
        command = getattr(import_module(f"diagnostics.cli.{name}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - every module of COMMANDS keeps this
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own return type
        """Run the command; Ctrl-C and a reader that has seen enough (`| head`) are no errors.

        A fault of our own ends in one line too, and not in exit code 1, which means that something was found.
        """
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\najo-doctor: stopped", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            from diagnostics.cli.outputs import forget_stdout

            forget_stdout()
            ctx.exit(0)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
                self._own_fault(ctx, error)
            from diagnostics.cli.outputs import forget_stdout

            forget_stdout()
            click.echo(f"ajo-doctor: the output cannot be written: {error.strerror}", err=True)
            ctx.exit(2)
        except Exception as error:  # noqa: BLE001 - a traceback could show what must not be shown
            self._own_fault(ctx, error)

    def _own_fault(self, ctx: click.Context, error: Exception) -> NoReturn:
        from diagnostics.crash import crash_text
        from diagnostics.exit_codes import INCOMPLETE

        click.echo(f"ajo-doctor: a fault of its own: {crash_text(error, main)}", err=True)
        click.echo("  do: report this line with what you did", err=True)
        ctx.exit(INCOMPLETE)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click gives it
        """Write the table without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when there is none of that name."""
        if args and args[0] not in (*COMMANDS, *RENAMED) and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" Commands: {', '.join(COMMANDS)}."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


_EPILOG = """\
\b
First time here, no login needed:  ajo-doctor demo
With an Azure login:               ajo-doctor init, then ajo-doctor
With nothing but an error text:    ajo-doctor explain -
                                   ajo-doctor diagnose --error -
With gigabytes of logs:            ajo-doctor triage logs/
Before a call is sent:             ajo-doctor lint -
After a repair:                    ajo-doctor verify
Every ten minutes, by a scheduler: ajo-doctor watch --once
Mails leave or arrive late:        ajo-doctor delays feedback.parquet

Exit codes: 0 all seen and well, 1 found something, 2 wrong usage or configuration, 3 something needed could not be
seen, 130 interrupted.
"""


@click.group(
    cls=Lazy,
    invoke_without_command=True,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="ajo-doctor %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Find out why Adobe Journey Optimizer API-triggered campaigns fail on Azure Cosmos DB, and how to repair it.

    It only reads. Without a command it diagnoses what ajo-doctor.toml in this folder names.
    """
    if ctx.invoked_subcommand is None:
        from diagnostics.cli.start import start

        start(ctx)


def main(argv: list[str] | None = None) -> Any:  # noqa: ANN401 - click's own return type
    """Run the program; every error that a user can act on ends in one message and exit code 2."""
    gc.set_threshold(_SELDOM, 20, 20)
    try:
        return cli.main(argv, prog_name="ajo-doctor")
    finally:
        gc.freeze()  # the process ends: what is left needs no last look
