"""`jiaokan explain`: what happened to one document, character by character."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from toolkit.article import Article
from toolkit.catalogue import RULES
from toolkit.cli.common import SCRIPTS, media_type_of, read_drop
from toolkit.fields import ONE
from toolkit.pipeline import clean
from toolkit.report.cases import whole_case
from toolkit.report.segments import rule_counts, segments
from toolkit.report.terminal import Look, head, legend, reason_of, side_by_side, unified
from toolkit.report.visible import visible_json, visible_line
from toolkit.rules import chosen
from toolkit.trace import Stage, Way, from_output, from_source, stages


@click.command("explain")
@click.argument("path", default="-")
@click.option("--at", "at", type=click.IntRange(min=0), metavar="N", help="The way of the output's character N, back to the raw bytes.")
@click.option("--source", "source", type=click.IntRange(min=0), metavar="N", help="What became of the source text's character N.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help='Only edits of this rule, or of a family such as "chrome". May be given more than once.')
@click.option("--side-by-side", "-y", "beside", is_flag=True, help="Source and clean text in two columns (one text with marks otherwise).")
@click.option("--full", is_flag=True, help="All of every removed stretch, however long, markup included.")
@click.option("--width", type=click.IntRange(min=43), help="Columns of the terminal, for --side-by-side.")
@click.option("--color", "colour", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True, help="auto: where stdout is a terminal.")
@click.option("--pager/--no-pager", default=None, help="Through a pager (where stdout is a terminal, unless told otherwise).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: metadata, edits with what they did, rules with their reasons.")
@click.option("--as-case", "as_case", is_flag=True, help="A test case of the document as it comes out now, to put right by hand (tests/cases/*.json).")
@click.option("--script", type=click.Choice(SCRIPTS), default="hans", show_default=True, help="Script of the output.")
@click.option("--html/--text", "html", default=None, help="Read the drop as HTML or as text (told from name and content otherwise).")
def command(
    path: str,
    at: int | None,
    source: int | None,
    rules: tuple[str, ...],
    beside: bool,
    full: bool,
    width: int | None,
    colour: str,
    pager: bool | None,
    as_json: bool,
    as_case: bool,
    script: str,
    html: bool | None,
) -> None:
    """Show what was done to a drop, and why: what each rule took, where text was put in, what became metadata.

    PATH is a drop, or - for stdin. Text is shown with control and bidi characters written as escapes. Characters are
    counted in code points from 0. Without colour, [-removed-], {+inserted+} and [=moved into a field=] carry the number
    of their rule in the legend: {3}.
    """
    _known(rules)
    if (at is not None) + (source is not None) + as_case > 1:
        raise click.UsageError("--at, --source and --as-case each ask for something else: one of them at a time")
    article = clean(read_drop(path), media_type=media_type_of(path, html), config={"script": script})
    if as_case:
        click.echo(visible_json(json.dumps(whole_case(article, "stdin" if path == "-" else Path(path).stem), ensure_ascii=False, indent=1)))
    elif at is not None or source is not None:
        _write_way(article, at, source, as_json)
    elif as_json:
        click.echo(visible_json(json.dumps(explained(article, path, rules), ensure_ascii=False, indent=1)))
    else:
        look = Look(_wants_colour(colour), full, rules, article.media_type != "text/plain")
        columns = width or (os.get_terminal_size().columns if sys.stdout.isatty() else 120)
        _page(_document(article, look, columns if beside else None), look.colour, pager)


def explained(article: Article, path: str, rules: tuple[str, ...] = ()) -> dict[str, Any]:
    """What --json gives: the document's metadata, every edit with its place in both texts, every rule that acted."""
    shown = [s for s in segments(article.source_text, article.edits) if s.kind != "keep" and chosen(s.rules, rules)]
    return {
        "path": path,
        "media_type": article.media_type,
        "encoding": article.encoding,
        "encoding_evidence": article.encoding_evidence,
        "verdict": article.verdict,
        "reasons": article.reasons,
        "evidence": article.evidence,
        "fields": {n: {"value": getattr(article, n), "origin": article.origins.get(n, "")} for n in ONE if getattr(article, n)},
        "authors": article.authors,
        "captions": article.captions,
        "warnings": [w._asdict() for w in article.warnings],
        "steps": [{"name": name, "version": version, "edits": count} for name, version, count in article.steps],
        "source_chars": len(article.source_text),
        "text": article.text,
        "edits": [{"kind": s.kind, "start": s.start, "end": s.end, "out": s.out, "removed": s.source, "inserted": s.new, "rules": s.rules} for s in shown],
        "rules": {r: {"reason": reason_of(r), **c._asdict()} for r, c in rule_counts(article.edits).items() if chosen((r,), rules)},
    }


def _known(wanted: tuple[str, ...]) -> None:
    for rule in wanted:
        if not chosen(RULES, [rule]):
            raise click.UsageError(f"no rule named {rule}; `jiaokan rules --short` lists them")


def _wants_colour(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return choice == "always"


def _document(article: Article, look: Look, columns: int | None) -> Iterator[str]:
    yield from head(article, look)
    yield from unified(article, look) if columns is None else side_by_side(article, look, columns)
    yield "\n"
    yield from legend(article, look)


def _page(parts: Iterator[str], colour: bool, pager: bool | None) -> None:
    if sys.stdout.isatty() if pager is None else pager:
        click.echo_via_pager(parts, color=colour)
        return
    for part in parts:
        click.echo(part, nl=False, color=colour)


def _write_way(article: Article, at: int | None, source: int | None, as_json: bool) -> None:
    try:
        way = from_output(article, at) if at is not None else from_source(article, source or 0)
    except IndexError as fault:
        raise click.UsageError(f"no such character: {fault}") from fault
    steps = stages(article, way.start, way.end)
    if as_json:
        told = {**way._asdict(), "raw": way.raw.hex(), "steps": [s._asdict() for s in steps]}
        click.echo(visible_json(json.dumps(told, ensure_ascii=False)))
        return
    for line in (*_told(way), *_climbed(way, steps)):
        click.echo(line)


def _climbed(way: Way, steps: list[Stage]) -> Iterator[str]:
    """The steps that changed it, and in a line those that did not."""
    before, idle = way.source, []
    for step in steps:
        if step.text == before:
            idle.append(step.step)
        else:
            yield f"{step.step:>13}  {_quoted(step.text) if step.text else 'gone'}"
        before = step.text
    if idle:
        yield f"{'unchanged by':>13}  {', '.join(idle)}"
    yield f"{'output':>13}  " + (
        f"{_quoted(way.out)}  characters {way.out_start} to {way.out_end}"
        if way.out
        else f"nothing, between characters {way.out_start - 1} and {way.out_start}"
    )


def _told(way: Way) -> Iterator[str]:
    hexed = way.raw.hex(" ") if way.raw else "none: a rule put this in"
    yield f"{'raw bytes':>13}  {hexed if len(way.raw) <= 32 else way.raw[:32].hex(' ') + ' …'}  bytes {way.byte_start} to {way.byte_end}"
    yield f"{'decoded':>13}  {_quoted(way.source)}  characters {way.start} to {way.end}, {way.encoding or 'no encoding'}"
    for rule in way.rules:
        yield f"{'rule':>13}  {rule}: {reason_of(rule)}"


def _quoted(text: str) -> str:
    points = " ".join(f"U+{ord(c):04X}" for c in text[:8]) + (" …" if len(text) > 8 else "")
    shown = visible_line(text if len(text) <= 60 else text[:60] + "…")
    return f"{shown} ({points})" if text else "nothing"
