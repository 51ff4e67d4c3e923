"""The JSON Schemas the toolkit writes by, read from the installed package or the checkout."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

NAMES = ("article", "edits", "rejected", "run", "config", "duplicates")
_HERE = Path(__file__).parent


def schema_path(name: str) -> Path:
    """The file of a schema (one of NAMES): beside this module in an installed wheel, in schema/ in a checkout."""
    file = f"{name}.schema.json"
    installed = _HERE / "schema" / file
    return installed if installed.exists() else _HERE.parent / "schema" / file


@cache
def load_schema(name: str) -> dict[str, Any]:
    """A schema as a mapping; do not change it. Raises KeyError on a name that is not in NAMES."""
    if name not in NAMES:
        raise KeyError(name)
    schema: dict[str, Any] = json.loads(schema_path(name).read_text("utf-8"))
    return schema


def members(name: str) -> dict[str, Any]:
    """The members of a schema's rows and what it says of each, every $ref followed; `properties` of a struct are such members again."""
    schema = load_schema(name)

    def followed(spec: dict[str, Any]) -> dict[str, Any]:
        spec = schema["$defs"][spec["$ref"].rpartition("/")[2]] if "$ref" in spec else spec
        return {**spec, "properties": {key: followed(inner) for key, inner in spec["properties"].items()}} if "properties" in spec else spec

    return {key: followed(spec) for key, spec in schema["properties"].items()}
