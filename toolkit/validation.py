"""Rows against their schema: a compiled validator says yes to a valid row, jsonschema explains the others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import jsonschema
import jsonschema_rs

from toolkit.schemas import load_schema


class Fault(NamedTuple):
    """One thing wrong with a row: a JSON path ("$.raw.bytes"), what was found, what was expected."""

    path: str
    message: str


@cache
def _compiled(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(load_schema(name), validate_formats=True)


@cache
def _explaining(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(load_schema(name), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def is_valid(row: Any, schema: str = "article") -> bool:
    """Whether a row fits the schema of that name."""
    return _compiled(schema).is_valid(row)


def faults(row: Any, schema: str = "article") -> Iterator[Fault]:
    """Everything wrong with a row, by place."""
    if is_valid(row, schema):
        return
    found = sorted(_explaining(schema).iter_errors(row), key=lambda e: e.json_path)
    for e in found:
        yield Fault(e.json_path, e.message[:300])
    if not found:
        for r in _compiled(schema).iter_errors(row):
            yield Fault("$" + "".join(f".{p}" for p in r.instance_path), r.message[:300])
