"""`jiaokan rules`: every rule with its reason and its examples."""

from __future__ import annotations

import click
import orjson

from toolkit.catalogue import RULES
from toolkit.check.rules import OWN
from toolkit.rules import Rule, chosen


@click.command("rules")
@click.argument("wanted", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--short", is_flag=True, help="Ids and reasons only.")
def command(wanted: tuple[str, ...], as_json: bool, short: bool) -> None:
    """Print every rule with its reason, what it takes and what it leaves alone; those of `jiaokan check` alone come last.

    WANTED are rule ids or beginnings of them, such as "chrome" or "field.title". Exit status 2 where none fits.
    """
    known = [*RULES.values(), *(Rule(r.id, r.reason, ()) for r in OWN.values())]
    rules = [r for r in known if chosen([r.id], wanted)]
    if not rules:
        raise click.UsageError(f"no rule named {', '.join(wanted)}; `jiaokan rules --short` lists them")
    for rule in rules:
        if as_json:
            click.echo(orjson.dumps(rule._asdict()).decode())
        elif short:
            click.echo(f"{rule.id:28} {rule.reason}")
        else:
            click.echo(click.style(rule.id, bold=True))
            click.echo(f"  {rule.reason}" + (f" [{rule.source}]" if rule.source else ""))
            for sign, examples in (("+", rule.hits), ("-", rule.misses)):
                for example in examples:
                    click.echo(f"  {sign} {_one_line(example)}")


def _one_line(example: str) -> str:
    """An example as a terminal may show it: escapes for what is not printable, at most 100 characters."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in example)
    return shown if len(shown) <= 100 else shown[:99] + "…"
