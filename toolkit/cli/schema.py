"""`jiaokan schema`: one of the JSON Schemas the toolkit writes by."""

from __future__ import annotations

import click

from toolkit.schemas import NAMES, load_schema, schema_path


@click.command("schema")
@click.argument("name", required=False, type=click.Choice(NAMES))
def command(name: str | None) -> None:
    """Print the schema NAME as it is shipped; without NAME, list the schemas with their $id and what they are of."""
    if name is None:
        for known in NAMES:
            schema = load_schema(known)
            click.echo(f"{known:10} {schema['$id']:28} {schema['description']}")
    else:
        click.echo(schema_path(name).read_text("utf-8"), nl=False)
