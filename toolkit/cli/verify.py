"""`jiaokan verify`: the proof of a package, or of any BagIt bag."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from toolkit.archive.trees import TreeError
from toolkit.archive.verify import Report, verify
from toolkit.check.findings import counted
from toolkit.cli.common import GIVEN_PATH, Unusable
from toolkit.report.visible import visible_line


@click.command("verify")
@click.argument("package", type=GIVEN_PATH)
@click.option("--bag-only", is_flag=True, help="Check the BagIt bag and nothing more.")
@click.option("--deep", is_flag=True, help="Run the ladder again from the raw bytes and compare.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: valid, counts and findings.")
@click.option("-q", "--quiet", is_flag=True, help="Faults only.")
def command(package: Path, bag_only: bool, deep: bool, as_json: bool, quiet: bool) -> None:
    """Verify PACKAGE: a folder, a .tar or a .zip. Nothing is ever written.

    A package of this tool is checked whole: bag, rows, raw bytes, ledgers, counts, metadata. Of any other BagIt bag the
    bag is checked. Every fault is told with its place, what was expected and what was found.

    Exit status: 0 valid, 1 invalid, 2 it could not be looked at.
    """
    try:
        report = verify(package, bag_only=bag_only, deep=deep)
    except TreeError as fault:
        raise Unusable(str(fault)) from fault
    if as_json:
        click.echo(orjson.dumps(_stated(report), option=orjson.OPT_INDENT_2).decode())
    else:
        _tell(report, quiet)
    raise SystemExit(0 if report.valid else 1)


def _stated(report: Report) -> dict[str, object]:
    found = [f._asdict() for f in report.findings]
    return {"package": str(report.path), "valid": report.valid, "files": report.files, "rows": report.rows, "findings": found}


def _tell(report: Report, quiet: bool) -> None:
    for finding in report.findings:
        click.echo(visible_line(str(finding)))
    errors = sum(f.level == "error" for f in report.findings)
    if errors:
        click.echo(f"{report.path}: invalid, {counted(errors, 'fault')}")
    elif not quiet and (report.ours or not report.findings):
        rows = f", {counted(report.rows, 'row')}" if report.rows else ""
        click.echo(f"{report.path}: valid ({counted(report.files, 'file')}{rows})")
