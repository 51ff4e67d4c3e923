"""`jiaokan normalize`: the script of a text, and nothing else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from toolkit.cli.common import SCRIPTS, Unreadable, files_under, read_drop
from toolkit.config import Config
from toolkit.context import Context
from toolkit.decode import decode
from toolkit.edits import apply, ordered
from toolkit.script import normalise_script


@click.command("normalize")
@click.argument("paths", nargs=-1)
@click.option("--script", type=click.Choice(SCRIPTS), default="hans", show_default=True, help="Script of the output.")
@click.option("--quotes", type=click.Choice(["curly", "corner"]), help="Write quotation marks as “” or as 「」.")
@click.option("--width", type=click.Choice(["full", "half"]), help="Write punctuation beside Chinese in full or half width.")
@click.option("--corrections/--no-corrections", default=True, show_default=True, help="Put right what OpenCC gets wrong in running text.")
@click.option("--in-place", "-i", is_flag=True, help="Rewrite the files (as UTF-8) instead of writing to stdout.")
def command(paths: tuple[str, ...], script: str, quotes: str | None, width: str | None, corrections: bool, in_place: bool) -> None:
    """Convert text between Simplified and Traditional; white space, markup and everything else stay as they are.

    PATHS are files or folders; - or none at all is stdin. Paragraphs that are in the script already are left alone, as are
    Japanese and Korean. Output is UTF-8.
    """
    if in_place and (not paths or "-" in paths):
        raise click.UsageError("--in-place needs files, not stdin")
    config = Config.load({"script": script, "quotes": quotes or "", "width": width or "", "corrections": corrections})
    for path in files_under(paths or ("-",)):
        raw = read_drop(path)
        new = normalised(raw, config)
        if not in_place:
            sys.stdout.buffer.write(new)
        elif new != raw:
            _replace(path, new)
    sys.stdout.buffer.flush()


def normalised(raw: bytes, config: Config) -> bytes:
    """`raw`, decoded and with its script as `config` asks for, in UTF-8."""
    text = decode(raw).text
    edits = ordered(normalise_script(text, Context(config)))
    return apply(text, edits).encode("utf-8", "replace")


def _replace(path: str, new: bytes) -> None:
    """Put `new` in place of the file at once, so that no reader sees half of it. Raises Unreadable where that fails."""
    beside = Path(f"{path}.part")
    try:
        beside.write_bytes(new)
        os.replace(beside, path)
    except OSError as fault:
        raise Unreadable(path, fault.strerror or str(fault)) from fault
