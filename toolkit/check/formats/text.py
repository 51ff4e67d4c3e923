"""For people: each finding with its line, marked, why it matters and what would mend it."""

from __future__ import annotations

import io

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from toolkit.check.findings import Finding, Place, Report
from toolkit.report.visible import visible_line

_COLOURS = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_MOST = 40  # code points of a line from the place on: 80 cells, so that the carets stay below what they mark


def render(report: Report) -> str:
    """The report as plain text, 120 cells wide at most where it wraps nothing."""
    console = Console(file=io.StringIO(), width=120, color_system=None)
    write(report, console)
    out: io.StringIO = console.file  # type: ignore[assignment]  # made above
    return out.getvalue()


def write(report: Report, console: Console) -> None:
    """Print the report; colours where the console has them."""
    for finding in report.new:
        for line in _lines(finding):
            console.print(line, soft_wrap=True, highlight=False)
    for note in report.notes:
        console.print(Text(f"note: {visible_line(note)}", style="dim"), soft_wrap=True, highlight=False)
    console.print(Text(report.summary(), style="bold"), soft_wrap=True, highlight=False)


def _lines(f: Finding) -> list[Text]:
    head = Text.assemble((visible_line(f.where), "bold"), ": ", (f.severity, _COLOURS[f.severity]), f" [{f.rule}] ", visible_line(f.message))
    if f.places > 1:
        head.append(f" (+{f.places - 1} more)", "dim")
    return [head, *(_marked(f.place, _COLOURS[f.severity]) if f.place else []), Text(f"    {f.reason}", "dim"), Text(f"    to mend: {f.mend}", "dim"), Text()]


def _marked(place: Place, style: str) -> list[Text]:
    """The line of the drop, and carets under what it is about."""
    number = f"{place.line:>6} | "
    end = place.lead + max(1, place.end - place.start)
    before = visible_line(place.context[max(0, place.lead - 10) : place.lead])
    here = visible_line(place.context[place.lead : end][:_MOST])
    after = visible_line(place.context[end : place.lead + _MOST])
    marks = Text(f"{'':>6} | " + " " * cell_len(before))
    marks.append("^" * max(1, cell_len(here)), style)
    return [Text.assemble((number, "dim"), before, (here, style), after), marks]
