"""`jiaokan check`: the ladder as a judge, for CI."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click
from rich.console import Console

from toolkit.atomic import write_atomically
from toolkit.check.accepted import excused, known, write_baseline
from toolkit.check.findings import Report, counted
from toolkit.check.formats import FORMATS
from toolkit.check.formats.text import write as write_text
from toolkit.check.gate import check
from toolkit.check.rules import SEVERITIES
from toolkit.cli.common import GIVEN, Unusable
from toolkit.cli.config import settings_of
from toolkit.config import ConfigError
from toolkit.settings import Settings
from toolkit.sources import InputError
from toolkit.stdin import stdin


def _outputs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, Path]]:
    out: list[tuple[str, Path]] = []
    for one in given:
        name, sign, file = one.partition("=")
        if name not in FORMATS or not sign or not file:
            raise click.BadParameter(f"{one!r}, expected FORMAT=FILE with a format of {', '.join(FORMATS)}")
        out.append((name, Path(file)))
    return out


@click.command("check")
@click.argument("paths", nargs=-1, type=GIVEN)
@click.option("--format", "shown", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="What stdout gets.")
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=FILE", callback=_outputs, help="Write a format to a file, too; may be given again.")
@click.option("--config", "given", metavar="FILE", help="Configuration file; the nearest jiaokan.toml or pyproject.toml unless given.")
@click.option("--fail-on", type=click.Choice(SEVERITIES[:3]), help="Least severity that fails [error].")
@click.option("--require", multiple=True, metavar="FIELD", help="Metadata that every drop must give; may be given again.")
@click.option("--archive", multiple=True, metavar="FOLDER", help="A run or package that drops are held against; may be given again.")
@click.option("--baseline", metavar="FILE", help="Findings that are known and accepted.")
@click.option("--write-baseline", "rewrite", is_flag=True, help="Accept all findings of now: write them to the baseline, exit 0.")
@click.option("--workers", type=click.IntRange(0), default=0, help="Processes; one, or one a core for many drops, unless given.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that dates are held against [today].")
def command(
    paths: tuple[str, ...],
    shown: str,
    outputs: list[tuple[str, Path]],
    given: str | None,
    fail_on: str | None,
    require: tuple[str, ...],
    archive: tuple[str, ...],
    baseline: str | None,
    rewrite: bool,
    workers: int,
    today: dt.datetime | None,
) -> None:
    """Judge drops: what would be rejected, what is damaged, spoilt by spam, incomplete, twice there, or changed.

    PATHS are drops, folders of them, or - for a drop on stdin; those the configuration names where none is given. What a run mends without
    loss is no finding. Exit status: 0 nothing that fails, 1 findings, 2 wrong usage or nothing to read.
    """
    settings = _settings(given, fail_on, require, archive, baseline)
    wanted = list(paths) or [str(settings.path(p)) for p in settings["paths"]]
    if not wanted:
        raise click.UsageError("no PATHS, and the configuration names none")
    day = today.date() if today else dt.datetime.now(dt.UTC).date()
    report = _report(wanted, settings, day, workers, rewrite)
    if rewrite:
        count, file = write_baseline(report, settings)
        click.echo(f"{counted(count, 'finding')}: baseline written to {file}", err=True)
        return
    _tell(report, shown, outputs)
    raise SystemExit(1 if report.failed else 0)


def _settings(given: str | None, fail_on: str | None, require: tuple[str, ...], archive: tuple[str, ...], baseline: str | None) -> Settings:
    """The settings of the file with the command line's on top; its paths count from the current folder."""
    settings = settings_of(given)
    here = Path.cwd()
    try:
        return settings.over(
            "the command line",
            fail_on=fail_on,
            require=list(require) or None,
            archive=[str(here / a) for a in archive] or None,
            baseline=str(here / baseline) if baseline else None,
        )
    except ConfigError as fault:
        raise Unusable(str(fault)) from fault


def _report(wanted: list[str], settings: Settings, day: dt.date, workers: int, rewrite: bool) -> Report:
    try:
        piped = stdin().read() if "-" in wanted else None
        report = check([p for p in wanted if p != "-"], settings, day, workers, piped)
        excused(report, settings, day)
        if not rewrite:
            known(report, settings)
    except (InputError, ConfigError) as fault:
        raise Unusable(str(fault)) from fault
    if not report.drops and not report.excluded:
        raise Unusable(f"no drops under {', '.join(wanted)}")
    return report


def _tell(report: Report, shown: str, outputs: list[tuple[str, Path]]) -> None:
    for name, file in outputs:
        write_atomically(file, [FORMATS[name](report).encode()])
    if shown == "text":
        write_text(report, Console(file=sys.stdout))
    else:
        click.echo(FORMATS[shown](report), nl=False)
