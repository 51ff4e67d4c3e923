"""`jiaokan detect`: encoding, script and kind of each file, with the evidence."""

from __future__ import annotations

import os

import click
import orjson

from toolkit.cli.common import files_under, media_type_of
from toolkit.describe import ENOUGH, Description, describe
from toolkit.report.visible import visible_json, visible_line
from toolkit.sources.folder import printable
from toolkit.stdin import stdin


@click.command("detect")
@click.argument("paths", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, on a line of its own.")
@click.option("--evidence", "-v", is_flag=True, help="What speaks for the encoding, below each file's line.")
@click.option("--whole", is_flag=True, help=f"Look at all of each file (otherwise at its first {ENOUGH // 1024} KB).")
def command(paths: tuple[str, ...], as_json: bool, evidence: bool, whole: bool) -> None:
    """Say of each file which encoding it is in, its kind, its script and its language.

    PATHS are files, folders (walked), or - for stdin (also where no path is given). A line holds encoding, confidence (0 to 1), kind,
    script, language and path; "-" stands for what does not apply. Bytes that can't be decoded and lines in a second
    encoding are told behind the path. Exit status 2 where a file could not be read; the others are still told.
    """
    unread = False
    for path in files_under(paths or ("-",)):
        try:
            found, size = _look(path, whole=whole)
        except OSError as fault:
            click.echo(f"{_shown(path)}: {fault.strerror or fault}", err=True)
            unread = True
            continue
        click.echo(_json_line(path, size, found) if as_json else _line(path, found))
        if evidence and not as_json:
            for sentence in found.evidence:
                click.echo(f"    {visible_line(sentence)}")
    if unread:
        raise SystemExit(2)


def _look(path: str, *, whole: bool) -> tuple[Description, int]:
    """The description of a file, and its size in bytes (-1 where only the head of stdin was read)."""
    if path == "-":
        data = stdin().read() if whole else stdin().read(ENOUGH + 1)
        size = len(data) if len(data) <= ENOUGH or whole else -1
    else:
        with open(path, "rb", buffering=0) as file:
            data = file.readall() if whole else file.read(ENOUGH + 1)
            size = max(len(data), os.fstat(file.fileno()).st_size)
    cut = not whole and len(data) > ENOUGH
    return describe(data[:ENOUGH] if cut else data, whole=not cut, media_type=media_type_of(path)), size


def _shown(path: str) -> str:
    return visible_line(printable(path)) if path != "-" else "-"


def _line(path: str, found: Description) -> str:
    """One line for people; the columns come first, as paths may hold anything."""
    notes = ([f"{found.lost} bytes can't be decoded"] if found.lost else []) + ([f"lines in {found.second}"] if found.second else [])
    return f"{found.encoding or '-':<11} {found.confidence:4.2f}  {found.kind:<6} {found.script or '-':<5} {found.language:<7} {_shown(path)}" + (
        f"  ({'; '.join(notes)})" if notes else ""
    )


def _json_line(path: str, size: int, found: Description) -> str:
    row = {
        "path": printable(path),
        "bytes": size,
        "looked_at": found.size,
        "kind": found.kind,
        "encoding": found.encoding,
        "confidence": found.confidence,
        "evidence": list(found.evidence),
        "second_encoding": found.second,
        "undecodable_bytes": found.lost,
        "script": found.script or "none",
        "language": found.language,
    }
    return visible_json(orjson.dumps(row).decode())
