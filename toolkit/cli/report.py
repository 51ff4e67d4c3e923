"""`jiaokan report`: a run as one self-contained page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import orjson

from toolkit.atomic import write_atomically
from toolkit.cli.common import GIVEN_PATH, Unusable
from toolkit.config import ConfigError
from toolkit.report.cases import Case, Mark, MarksError, faults, marked_cases, read_marks
from toolkit.report.html import Options, page
from toolkit.report.raw import with_raw
from toolkit.report.run import read_run, read_run_json, rows_folder, sample
from toolkit.report.visible import visible_line
from toolkit.rows.valid import RowsError
from toolkit.sources import InputError


@click.command("report")
@click.argument("run", type=GIVEN_PATH)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=Path("report.html"), show_default=True, help="The page to write.")
@click.option("--raw", multiple=True, type=click.Path(exists=True), help="The run's input: shows what was rejected, too. Once for each input of the run.")
@click.option(
    "--apply",
    "marks",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Marks exported from the page: write them as test cases, and no page.",
)
@click.option("--cases", type=click.Path(file_okay=False, path_type=Path), default=Path("tests/cases"), show_default=True, help="Folder of the test cases.")
@click.option("--sample", "size", type=click.IntRange(min=1), metavar="N", help="N documents of a large run, drawn by their hashes: always the same ones.")
@click.option("--name", help="Name of the run in the page (the folder's otherwise).")
@click.option(
    "--cut",
    type=click.IntRange(min=0),
    default=400,
    show_default=True,
    help="Characters of one removed stretch that the page holds (of markup a quarter); 0: all.",
)
def command(run: Path, output: Path, raw: tuple[str, ...], marks: Path | None, cases: Path, size: int | None, name: str | None, cut: int) -> None:
    """Write a page to review a run in: overview, documents to filter and search, each with its edits beside the clean text.

    RUN is a folder that `jiaokan run` wrote, or a package. The page is one file, fetches nothing and runs nothing that a drop holds.
    Edits are accepted and disputed in the page; --apply makes test cases of the marks it exports.
    """
    try:
        rows = rows_folder(run)
        stated, found = read_run_json(rows), read_run(rows)
        config = stated.get("config", {})
        if raw:
            found = with_raw(found, raw, run, stated)
        if marks:
            _write_cases(marked_cases(found, _loaded(marks), config), cases)
        else:
            label = name or run.resolve().name
            drawn = sample(found, size) if size else found
            _write(output, page(stated, drawn, Options(f"{label} (a sample)" if size else label, cut)))
    except (RowsError, InputError, ConfigError) as fault:
        raise Unusable(str(fault)) from fault
    except MarksError as fault:
        raise Unusable(f"{run}: {fault}") from fault


def _write(output: Path, parts: Iterator[str]) -> None:
    size = 0

    def encoded() -> Iterator[bytes]:
        nonlocal size
        for part in parts:
            size += len(data := part.encode())
            yield data

    write_atomically(output, encoded())
    click.echo(f"{output}: {size:,} bytes", err=True)


def _loaded(path: Path) -> list[Mark]:
    try:
        return read_marks(orjson.loads(path.read_bytes()))
    except orjson.JSONDecodeError as fault:
        raise Unusable(f"{path}: no JSON: {fault}") from fault
    except MarksError as fault:
        raise Unusable(f"{path}: {fault}") from fault


def _write_cases(made: list[Case], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for case in made:
        path = folder / f"{case['name']}.json"
        path.write_text(json.dumps(case, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        open_points = faults(case)
        click.echo(f"{path}: {len(case['stretches'])} marks, " + (f"{len(open_points)} not met yet" if open_points else "all met"))
        for point in open_points:
            click.echo(f"  {visible_line(point)}")
