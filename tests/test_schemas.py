"""The schemas: well made, in step with the code, and right about the examples beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from click.testing import CliRunner

from toolkit.cli import main
from toolkit.config import Config, Reader, Script
from toolkit.schemas import NAMES, load_schema, schema_path
from toolkit.settings import DEFAULTS
from toolkit.validation import faults, is_valid, validator

HERE = schema_path("article").parent
POSITIVE = sorted((HERE / "positive").glob("*/*.json"))
NEGATIVE = sorted((HERE / "negative").glob("*/*.json"))


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def within(schema: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema with its place."""
    if isinstance(schema, dict):
        yield path, schema
        for key in ("properties", "$defs"):
            for name, sub in schema.get(key, {}).items():
                yield from within(sub, f"{path}.{name}")
        for key in ("items", "additionalProperties", "propertyNames"):
            yield from within(schema.get(key), f"{path}.{key}")


ALL = [pytest.param(sub, id=f"{name}:{path}") for name in NAMES for path, sub in within(load_schema(name))]


def test_there_are_examples_for_every_schema() -> None:
    for side in (POSITIVE, NEGATIVE):
        assert {p.parent.name for p in side} == set(NAMES)


@pytest.mark.parametrize("path", POSITIVE, ids=label)
def test_positive(path: Path) -> None:
    row = json.loads(path.read_text("utf-8"))
    assert not list(faults(row, path.parent.name))
    assert is_valid(row, path.parent.name)
    assert validator(path.parent.name).explains(row)


@pytest.mark.parametrize("path", NEGATIVE, ids=label)
def test_negative(path: Path) -> None:
    """Both validators refuse the row, at the place that the file's name says and at no other."""
    row = json.loads(path.read_text("utf-8"))
    assert not is_valid(row, path.parent.name)
    assert not validator(path.parent.name).explains(row)
    place = path.stem.split("--")[0]
    assert {f.path for f in faults(row, path.parent.name)} == {"$" if place == "root" else f"$.{place}"}


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_and_states_its_version(name: str) -> None:
    schema = load_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    version = re.fullmatch(rf"urn:jiaokan:schema:{name}:(\d+)", schema["$id"])
    assert version
    assert f"{name} {version.group(1)}" in (HERE / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("sub", ALL)
def test_how_a_subschema_is_written(sub: dict[str, Any]) -> None:
    pattern = sub.get("pattern", "^")
    assert not re.search(r"\\[bBdDsSwW]", pattern), "classes that languages read differently"
    assert "(?" not in pattern, "what linear engines (RE2, Go, Rust) lack"
    if pattern.endswith("$"):
        assert sub["not"] == {"pattern": "\\n"}, "a newline may follow $ in some languages"
    assert "format" not in sub
    if sub.get("type") == "string":
        assert "pattern" in sub or "not" in sub, "a string that nobody reads may hold half a surrogate pair"
    if sub.get("type") == "object" and "properties" in sub:
        assert sub["additionalProperties"] is False
        assert set(sub.get("required", [])) <= set(sub["properties"])
    assert "description" in sub or "$ref" in sub or "items" not in sub


def test_shared_parts_are_the_same_everywhere() -> None:
    parts: dict[str, list[Any]] = {}
    for name in NAMES:
        for key, sub in load_schema(name).get("$defs", {}).items():
            parts.setdefault(key, []).append(sub)
    assert {k: v for k, v in parts.items() if any(sub != v[0] for sub in v)} == {}


def test_config_schema_knows_every_option_of_the_ladder() -> None:
    known = load_schema("config")["properties"]
    assert {f.name for f in fields(Config)} <= set(known), "a new option of Config belongs into schema/config.schema.json, too"
    assert set(known) == set(DEFAULTS)
    assert is_valid(asdict(Config()), "config")
    assert known["script"]["enum"] == list(get_args(Script))
    assert known["reader"]["enum"] == list(get_args(Reader))


def test_an_unknown_schema_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_schema("articel")


def test_command() -> None:
    listed = CliRunner().invoke(main, ["schema"])
    assert [line.split()[0] for line in listed.output.splitlines()] == list(NAMES)
    for name in NAMES:
        assert json.loads(CliRunner().invoke(main, ["schema", name]).output) == load_schema(name)
    assert CliRunner().invoke(main, ["schema", "articel"]).exit_code == 2
