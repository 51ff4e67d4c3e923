"""`jiaokan validate`: rows against their schema, every fault with its line and JSON path."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from toolkit.check.findings import counted
from toolkit.cli.common import GIVEN, Unusable
from toolkit.rows.check import Check
from toolkit.rows.folders import RowFault
from toolkit.schemas import NAMES
from toolkit.validation import SchemaError, Validator


def chosen(schema: str | None) -> Validator | str | None:
    """The schema that --schema names: one of the project's, or a file's. Raises a click error on what can't be used."""
    if schema is None or schema in NAMES:
        return schema
    try:
        return Validator(orjson.loads(Path(schema).read_bytes()))
    except OSError as fault:
        raise Unusable(f"{schema}: {fault.strerror}; --schema takes a file or one of {', '.join(NAMES)}") from fault
    except (orjson.JSONDecodeError, SchemaError, TypeError, ValueError) as fault:
        raise click.UsageError(f"--schema {schema}: no JSON Schema: {fault}") from fault


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=GIVEN)
@click.option("--schema", help=f"A schema instead of the one each file calls for: a file, or one of {', '.join(NAMES)}.")
@click.option("--max-errors", type=click.IntRange(0), default=100, show_default=True, help="Stop after so many faults; 0 tells all.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a fault, on a line of its own.")
def command(paths: tuple[str, ...], schema: str | None, max_errors: int, as_json: bool) -> None:
    """Hold rows against their schema.

    PATHS are files of rows (.jsonl, .jsonl.gz, .jsonl.zst), single rows (.json), folders of row files, or - for rows on
    stdin. In the folder of a run, records, edits, rejected rows and run.json are held against each other, too: ids stand
    once, edits lead from text to source and back, sums and hashes are right. Exit status 1 where there is a fault, 2 where
    nothing could be read.
    """
    check = Check(chosen(schema))
    told = 0
    for path in paths:
        for fault in check.of_path(path):
            told += 1
            click.echo(_as_json(fault) if as_json else str(fault))
            if told == max_errors:
                click.echo(f"stopped after {told} faults (--max-errors)", err=True)
                raise SystemExit(1)
    if not check.files:
        raise Unusable(f"no rows under {', '.join(paths)}")
    click.echo(f"{counted(len(check.files), 'file')}, {counted(check.rows, 'row')}: {counted(told, 'fault') if told else 'no faults'}", err=True)
    raise SystemExit(1 if told else 0)


def _as_json(found: RowFault) -> str:
    line = {"file": found.file, "line": found.line, "path": found.fault.path, "found": found.fault.found, "expected": found.fault.expected}
    return orjson.dumps(line).decode()
