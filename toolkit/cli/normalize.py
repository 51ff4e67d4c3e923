"""`jiaokan normalize`: the script of a text, and nothing else."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.atomic import write_atomically
from toolkit.cli.common import SCRIPTS, files_under, read_drop
from toolkit.cli.streams import write
from toolkit.config import Config
from toolkit.context import Context
from toolkit.decode import Decoded, decode
from toolkit.decode.decoded import bytes_lost
from toolkit.edits import apply, ordered
from toolkit.packing import words_of
from toolkit.report.visible import visible_line
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
    Japanese and Korean. Output is UTF-8. What is no text (a picture, an archive) is passed over, and with --in-place what holds bytes that
    can't be decoded: they would be lost. Each such file is told, the others are converted, and the exit status is 2.
    """
    if in_place and (not paths or "-" in paths):
        raise click.UsageError("--in-place needs files, not stdin")
    config = Config.load({"script": script, "quotes": quotes or "", "width": width or "", "corrections": corrections})
    passed_over = False
    for path in files_under(paths or ("-",)):
        try:
            raw = read_drop(path)
        except OSError as fault:
            click.echo(f"{visible_line(path)}: {words_of(fault)}", err=True)
            passed_over = True
            continue
        decoded = decode(raw)
        if obstacle := _obstacle(decoded, in_place):
            click.echo(f"{visible_line(path)}: {obstacle}", err=True)
            passed_over = True
            continue
        new = _normalised(decoded.text, config)
        if not in_place:
            write(new)
        elif new != raw:
            write_atomically(Path(path), [new])
    if passed_over:
        raise SystemExit(2)


def _obstacle(decoded: Decoded, in_place: bool) -> str:
    """Why a file that was read is passed over; "" where nothing stands in the way."""
    if decoded.binary:
        return f"no text: {decoded.binary}"
    if in_place and decoded.damage:
        return f"left as it is: {bytes_lost(decoded.damage)} bytes can't be decoded, the first at byte {decoded.damage[0].offset}"
    return ""


def _normalised(text: str, config: Config) -> bytes:
    """`text` with its script as `config` asks for, in UTF-8."""
    edits = ordered(normalise_script(text, Context(config)))
    return apply(text, edits).encode("utf-8", "replace")
