"""Rows against their schema: a compiled validator says yes to a valid row, jsonschema explains the others.

Both give the same verdict on the project's schemas. They differ by nature on lone surrogates, NaN, infinities and
tuples (none of them JSON); those are settled here, and `toolkit.schemas` says how patterns are written so that both
read them alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs
import orjson

from toolkit.schemas import load_schema

if TYPE_CHECKING:  # it is read where a row is to be explained: that takes longer (0.7 s beside some packages) than a small run does
    import jsonschema


class Fault(NamedTuple):
    """One thing wrong with a row: its JSON path ("$.raw.bytes"), what was found there, what was expected, in plain words."""

    path: str
    found: str
    expected: str

    @property
    def message(self) -> str:
        """Both sides in one sentence."""
        return f"{self.found}; expected {self.expected}"


def _clean_string(value: Any) -> bool:
    """A string that UTF-8 can hold. `isascii` is answered without reading the string."""
    if not isinstance(value, str):
        return False
    try:
        return value.isascii() or bool(value.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _explaining(schema: Mapping[str, Any]) -> type[jsonschema.Draft202012Validator]:
    """The explaining validator of the draft that a schema names (2020-12 where it names none), strict about what JSON can hold."""
    import jsonschema
    from jsonschema.validators import extend, validator_for

    draft = validator_for(schema, default=jsonschema.Draft202012Validator)
    kinds = draft.TYPE_CHECKER.redefine_many(
        {
            "string": lambda _, value: _clean_string(value),
            "number": lambda _, value: _number(value),
            "array": lambda _, value: isinstance(value, list | tuple),
        }
    )
    return extend(draft, type_checker=kinds)  # type: ignore[no-any-return, no-untyped-call]  # jsonschema's stubs leave it bare


class SchemaError(ValueError):
    """A schema that is no JSON Schema; the message says why."""


def _check(schema: Mapping[str, Any]) -> None:
    """Raises SchemaError where the explaining validator can't read a schema."""
    import jsonschema

    try:
        _explaining(schema).check_schema(schema)
    except jsonschema.SchemaError as fault:
        raise SchemaError(str(fault).splitlines()[0]) from fault


def _refused(uri: str) -> Any:
    raise ValueError("a schema must hold all that it points at: nothing is fetched")


def compiled(schema: Any) -> jsonschema_rs.Validator:
    """The compiled validator of a schema. Raises SchemaError on what is none, and where a $ref leads out of it: nothing is fetched."""
    try:
        return jsonschema_rs.validator_for(schema, validate_formats=True, retriever=_refused)
    except (jsonschema_rs.ValidationError, TypeError, ValueError) as fault:
        raise SchemaError(str(fault).splitlines()[0]) from fault


class Validator:
    """One schema, compiled to decide and ready to explain. Thread-safe once made."""

    def __init__(self, schema: Mapping[str, Any], *, ours: bool = False) -> None:
        """Raises SchemaError on what is no JSON Schema; `ours`: one of the project's, whose tests say that both readers take it."""
        if not isinstance(schema, Mapping):
            raise SchemaError(f"{shown(schema)}, expected an object")
        self.schema = dict(schema)
        if not ours:
            _check(self.schema)
        self._compiled = compiled(self.schema)

    @cached_property
    def _explaining(self) -> jsonschema.Draft202012Validator:
        explaining = _explaining(self.schema)
        return explaining(self.schema, format_checker=explaining.FORMAT_CHECKER)

    def is_valid(self, row: Any) -> bool:
        """The compiled verdict; what JSON can't hold (lone surrogates, keys that are no strings) is not valid."""
        try:
            return self._compiled.is_valid(row)
        except (ValueError, TypeError):  # UnicodeEncodeError is a ValueError
            return False

    def explains(self, row: Any) -> bool:
        """The explaining validator's verdict, some hundred times slower; the same as `is_valid` (tests hold them together)."""
        return bool(self._explaining.is_valid(row))

    def faults(self, row: Any) -> Iterator[Fault]:
        """Everything wrong with a row, by place."""
        if self.is_valid(row):
            return
        seen: set[Fault] = set()
        errors = sorted(self._explaining.iter_errors(row), key=lambda e: e.json_path)
        mistyped = {e.json_path for e in errors if e.validator == "type"}
        for e in errors:
            if e.validator == "not" and e.json_path in mistyped:
                continue  # what is no string fits every pattern, and so no `not` of one
            for fault in _in_words(e):
                if fault not in seen:
                    seen.add(fault)
                    yield fault
        if not seen:  # a schema of someone else's that the two read differently: the stricter one's words
            yield Fault("$", _compiled_words(self._compiled, row), "a row that the schema takes")


def _compiled_words(by: jsonschema_rs.Validator, row: Any) -> str:
    try:
        return "; ".join(f"{'/'.join(map(str, e.instance_path)) or 'row'}: {e.message}"[:200] for e in by.iter_errors(row))
    except (ValueError, TypeError) as fault:
        return f"not JSON: {fault}"


@cache
def validator(name: str) -> Validator:
    """The validator of one of the project's schemas. Raises KeyError on a name that `toolkit.schemas.NAMES` lacks."""
    return Validator(load_schema(name), ours=True)


def is_valid(row: Any, schema: str = "article") -> bool:
    """Whether a row fits the schema of that name."""
    return validator(schema).is_valid(row)


def faults(row: Any, schema: str = "article") -> Iterator[Fault]:
    """Everything wrong with a row, by place."""
    return validator(schema).faults(row)


_KINDS = {
    "string": "a string of Unicode characters",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def shown(value: Any, limit: int = 60) -> str:
    """A value as a message shows it: its JSON, cut to `limit` characters; lone surrogates as escapes."""
    try:
        text = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode() if not isinstance(value, float) else repr(value)
    except (TypeError, ValueError):
        text = ascii(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _in_words(e: jsonschema.ValidationError) -> Iterator[Fault]:
    """A jsonschema error in plain words; the description of the schema says what was expected where it knows better."""
    rule = e.validator
    value: Any = e.instance
    wanted: Any = e.validator_value
    schema: Mapping[str, Any] = e.schema if isinstance(e.schema, Mapping) else {}
    told = str(schema.get("description", "")).rstrip(".")
    if rule == "required":
        for key in wanted:
            if key not in value:
                yield Fault(e.json_path, f"no key {key!r}", f"the key {key!r}{_of(schema, key)}")
    elif rule == "additionalProperties" and wanted is False:
        known = list(schema.get("properties", {}))
        for key in value:
            if key not in known:
                near = get_close_matches(str(key), known, 1)
                yield Fault(e.json_path, f"the unknown key {shown(key)}", f"{near[0]!r}, perhaps" if near else f"only {', '.join(known)}")
    elif rule == "type":
        names = [wanted] if isinstance(wanted, str) else wanted
        yield Fault(e.json_path, shown(value), " or ".join(_KINDS.get(n, n) for n in names) + (f" ({told})" if told else ""))
    else:
        yield Fault(e.json_path, shown(value), _wanted(str(rule), wanted, told) or f"otherwise: {e.message[:200]}")


def _of(schema: Mapping[str, Any], key: str) -> str:
    told = str(schema.get("properties", {}).get(key, {}).get("description", "")).rstrip(".")
    return f" ({told})" if told else ""


def _wanted(rule: str, wanted: Any, told: str) -> str:
    if rule == "enum":
        return "one of " + ", ".join(shown(w) for w in wanted)
    if rule == "const":
        return shown(wanted)
    if rule in ("pattern", "format", "not") and told:
        return told
    words = {
        "minLength": "at least {} characters",
        "maxLength": "at most {} characters",
        "minimum": "{} or more",
        "maximum": "{} or less",
        "exclusiveMinimum": "more than {}",
        "exclusiveMaximum": "less than {}",
        "minItems": "at least {} members",
        "maxItems": "at most {} members",
        "multipleOf": "a multiple of {}",
        "pattern": "a string that matches {}",
        "format": "the form {}",
        "uniqueItems": "no member twice",
    }
    return words[rule].format(wanted) + (f" ({told})" if told else "") if rule in words else ""
