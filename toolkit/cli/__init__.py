"""The command line: one file a command, thin over the library; a command's module is read when the command is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from toolkit.cli.streams import piped, prepare, stoppable, swallow
from toolkit.version import __version__, build

# Command, and the sentence `jiaokan --help` says of it (so that help need not import every command).
COMMANDS: dict[str, str] = {
    "run": "The whole ladder: a folder of drops in, records, edits and rejected rows out.",
    "detect": "Encoding, script and kind of each file, with the evidence.",
    "strip": "Chrome and spam out; the article's text on stdout.",
    "normalize": "The script of a text, and nothing else.",
    "validate": "Rows against their schema: every error with its line and path.",
    "explain": "What happened to one document, character by character.",
    "check": "The ladder as a judge for CI: what fails, where, why, and what would mend it.",
    "schema": "One of the JSON Schemas that rows and configuration fit.",
    "config": "The configuration in force, and where each value came from.",
    "report": "A run as one self-contained page to review it in.",
    "package": "Finished runs and their raw drops into one archive package.",
    "verify": "The proof of a package, or of any BagIt bag.",
    "restore": "One document out of a package: raw bytes, source text or text.",
    "export": "Articles as TEI, Markdown, text, CSV or Parquet.",
    "dedup": "Reposts: the records that nearly repeat an earlier one.",
    "learn": "A site profile proposed from several pages of one host.",
    "rules": "Every rule with its reason and its examples.",
}


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, read on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from `toolkit.cli.<name>`; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"toolkit.cli.{cmd_name}").command
        return command

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line and leave the process; a file that can't be read or written ends it with exit status 2 and a line that says which and why."""
        prepare()
        try:
            return super().main(*args, **extra)
        except OSError as fault:
            from toolkit.cli.common import Unusable

            reason = fault.strerror or str(fault)
            told = Unusable(f"{fault.filename}: {reason}" if fault.filename else reason)
            swallow()
            told.show()
            raise SystemExit(told.exit_code) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, whatever becomes of its output and whoever asks it to stop."""
        with stoppable(), piped():
            return super().invoke(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What a shell offers behind `jiaokan`: options and commands, without reading the commands' modules."""
        mine = [CompletionItem(name, help=told) for name, told in COMMANDS.items() if name.startswith(incomplete)]
        return [*mine, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their sentence, without reading their modules."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jiaokan", message=f"%(prog)s, version %(version)s ({build()})")
def main() -> None:
    """Messy drops of Chinese web articles in, validated records out, every changed character on record.

    Exit status: 0 fine, 1 findings, 2 wrong usage or unreadable input; 130, 143 or 141 where Ctrl-C, a signal to end or the end of
    who reads its output ended it.
    """
