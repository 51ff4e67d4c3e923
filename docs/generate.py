"""Write the reference pages that are made from the code: docs/commands.md from `--help`, docs/record.md from the schemas.

Usage: python docs/generate.py [--check]      --check writes nothing and exits 1 where a page is not current
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from toolkit.cli import COMMANDS, main
from toolkit.schemas import load_schema

HERE = Path(__file__).parent
ROWS = (
    ("article", "Records: `records/*.jsonl`"),
    ("edits", "The ledger: `edits/*.jsonl`"),
    ("rejected", "Rejected drops: `rejected/*.jsonl`"),
    ("run", "The run file: `run.json`"),
    ("duplicates", "Records that repeat an earlier one: `duplicates.jsonl`"),
)


def commands_page() -> str:
    """Every command's help text."""
    parts = ["# Commands\n", "Made from `jiaokan COMMAND --help` by `docs/generate.py`; do not edit by hand.\n"]
    top = click.Context(main, info_name="jiaokan", max_content_width=100, terminal_width=100)
    parts.append(f"```text\n{main.get_help(top).rstrip()}\n```\n")
    for name in COMMANDS:
        command = main.get_command(top, name)
        assert command is not None
        ctx = click.Context(command, info_name=name, parent=top, max_content_width=100, terminal_width=100)
        parts.append(f"## jiaokan {name}\n\n```text\n{command.get_help(ctx).rstrip()}\n```\n")
    return "\n".join(parts)


def record_page() -> str:
    """Every key of every row, from the schemas."""
    parts = [
        "# Rows and files of a run\n",
        "Made from `schema/*.schema.json` by `docs/generate.py`; do not edit by hand. Offsets are code points, half open.\n",
    ]
    for name, heading in ROWS:
        schema = load_schema(name)
        parts.append(f"## {heading}\n\n{schema['description']} `$id`: `{schema['$id']}`\n\n| key | type | meaning |\n| --- | --- | --- |")
        parts += [*rows(schema, schema, ""), ""]
    return "\n".join(parts)


def rows(schema: dict[str, Any], root: dict[str, Any], prefix: str) -> Iterator[str]:
    """A table row a key, members of objects below their key."""
    for key, given in schema.get("properties", {}).items():
        value = resolve(given, root)
        kind = value.get("type") or "one of " + ", ".join(f"`{c}`" for c in value.get("enum", ()))
        yield f"| `{prefix}{key}` | {kind} | {given.get('description') or value.get('description', '')} |"
        inner = resolve(value.get("items", value), root)
        yield from rows(inner, root, f"{prefix}{key}[]." if kind == "array" else f"{prefix}{key}.")


def resolve(part: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """A part of a schema with its local reference followed."""
    ref = part.get("$ref")
    if ref is None:
        return part
    found: dict[str, Any] = root["$defs"][ref.removeprefix("#/$defs/")]
    return found


PAGES = {"commands.md": commands_page, "record.md": record_page}


def run(check: bool) -> int:
    """Write or compare the pages; the exit status."""
    status = 0
    for name, make in PAGES.items():
        page, path = make(), HERE / name
        if not check:
            path.write_text(page, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != page:
            print(f"docs/{name} is not current: python docs/generate.py")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(run("--check" in sys.argv))
