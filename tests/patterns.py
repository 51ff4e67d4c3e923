"""Every compiled pattern of the toolkit, how it is used, and strings made to hurt it."""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import pkgutil
import random
import re
import sys
from collections.abc import Iterable, Iterator
from inspect import signature
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]  # no public way to a pattern's parts
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple, get_args

import toolkit
from toolkit.chrome.table import Zone, rules_of

_USES = {"search": "search", "match": "match", "fullmatch": "fullmatch", "finditer": "all", "findall": "all", "sub": "all", "subn": "all", "split": "all"}
_ANY = frozenset(("search", "fullmatch"))


class Used(NamedTuple):
    """A pattern, the name it has, and how it is used ("search", "match", "fullmatch", "all")."""

    name: str
    pattern: re.Pattern[Any]
    uses: frozenset[str]


def collect() -> list[Used]:
    """The patterns of all modules of the toolkit: named, in tables, behind caches, and written where they are used."""
    for module in pkgutil.walk_packages(toolkit.__path__, "toolkit."):
        if module.name.rpartition(".")[2] not in ("__main__", "cluster"):  # one runs, the other needs an engine
            importlib.import_module(module.name)
    called = _calls()
    found: dict[re.Pattern[Any], str] = {}
    for name in sorted(n for n in sys.modules if n == "toolkit" or n.startswith("toolkit.")):
        for key, value in list(vars(sys.modules[name]).items()):
            _look(f"{name}.{key}", value, found, 0)
    out = [Used(name, pattern, called.get(name) or called.get(name.rpartition(".")[2]) or _ANY) for pattern, name in found.items()]
    out += [Used(rule.rule.id, pattern, frozenset(("fullmatch",))) for zone in get_args(Zone) for _, rule, pattern in rules_of(zone)]
    return out + list(_inline())


def _look(name: str, value: object, found: dict[re.Pattern[Any], str], depth: int) -> None:
    if isinstance(value, re.Pattern):
        found.setdefault(value, name)
    elif depth < 4 and isinstance(value, tuple | list | frozenset) and len(value) < 2000:
        for i, item in enumerate(value):
            _look(f"{name}.{i}", item, found, depth + 1)
    elif depth < 4 and isinstance(value, dict) and len(value) < 2000:
        for key, item in value.items():
            _look(f"{name}.{key}", item, found, depth + 1)
    elif isinstance(value, functools._lru_cache_wrapper) and not signature(value.__wrapped__).parameters and value.__module__ in name:
        _look(f"{name}", value(), found, depth + 1)


def _sources() -> Iterator[tuple[str, ast.Module]]:
    """The modules' names and what is written in them."""
    top = Path(toolkit.__path__[0])
    for path in sorted(top.rglob("*.py")):
        yield ".".join(("toolkit", *path.relative_to(top).with_suffix("").parts)), ast.parse(path.read_text("utf-8"))


def _calls() -> dict[str, frozenset[str]]:
    """The name of a pattern with its module's, or alone where it is public -> the ways in which it is used."""
    uses: dict[str, set[str]] = {}
    for module, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _USES:
                of = node.value
                name = of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""
                uses.setdefault(f"{module}.{name}" if name.startswith("_") else name, set()).add(_USES[node.attr])
    return {name: frozenset(ways) for name, ways in uses.items()}


def _inline() -> Iterator[Used]:
    for module, tree in _sources():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in _USES
                and isinstance(node.args[0], ast.Constant)
            ):
                yield Used(f"{module}:{node.args[0].value}", re.compile(node.args[0].value), frozenset((_USES[node.func.attr],)))


def use(pattern: re.Pattern[Any], way: str, text: Any) -> None:
    if way == "all":
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, way)(text)


# Hostile strings: what stands in a repeated part of a pattern, or a word of it, over and over.

_PLAIN = (" ", "\t", "\n", "\u3000", "1", "a", "字", "，", "。", "-", "|", "(", "<", "[", "_", ".", ":", "&", " 字", "a ", "(a", "字|", "<a ", "1-", "1:")
ENDS = ("。", "\x01", "字x")


def pumps(pattern: re.Pattern[Any], rng: random.Random, samples: int, words: int) -> Iterator[tuple[str, str]]:
    """(beginning, what is repeated behind it) of strings that may hurt `pattern`."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = _parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    seen: set[tuple[str, str]] = set()
    for body in _repeated(tree):
        for _ in range(samples):
            pump = _sample(tree, rng, body), _sample(body, rng)
            if pump[1] and pump not in seen:
                seen.add(pump)
                yield pump
    known = sorted(set(_words(tree)))
    rng.shuffle(known)
    for word in known[:words]:
        yield "", word + rng.choice(("", "|", " ", ": "))
    if known:
        yield "", "".join(rng.choices(known, k=12))
    for unit in rng.sample(_PLAIN, 8):
        yield "", unit


class _Reached(Exception):  # noqa: N818  (no error: a way out)
    pass


def _sample(tree: Any, rng: random.Random, before: Any = None) -> str:
    """A string that `tree` matches, more or less; only what stands before the part `before`, if that is given."""
    out: list[str] = []
    with contextlib.suppress(_Reached):
        _write(tree, rng, out, before)
    return "".join(out)


def _write(tree: Any, rng: random.Random, out: list[str], before: Any) -> None:
    for kind, value in tree:
        parts = _parts(kind, value)
        if kind is op.LITERAL:
            out.append(chr(value))
        elif kind in (op.NOT_LITERAL, op.ANY, op.IN):
            out.append(_character(kind, value, rng))
        elif kind is op.BRANCH:
            leading = [p for p in parts if before is not None and _holds(p, before)]
            _write(leading[0] if leading else rng.choice(parts), rng, out, before)
        elif kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
            _write(parts[0], rng, out, before)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            if parts[0] is before:
                raise _Reached
            inside = before is not None and _holds(parts[0], before)
            for _ in range(max(1, value[0]) if inside else min(max(value[0], rng.choice((0, 1, 1, 2))), value[1])):
                _write(parts[0], rng, out, before)


def _parts(kind: Any, value: Any) -> list[Any]:
    """The patterns inside a part of a pattern."""
    if kind is op.BRANCH:
        return list(value[1])
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    return [value[2]] if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) else []


def _holds(tree: Any, part: Any) -> bool:
    return tree is part or any(_holds(p, part) for kind, value in tree for p in _parts(kind, value))


def _repeated(tree: Any) -> Iterator[Any]:
    for kind, value in tree:
        parts = _parts(kind, value)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[1] >= 4:
            yield parts[0]
        for p in parts:
            yield from _repeated(p)


def _words(tree: Any) -> Iterator[str]:
    word = ""
    for kind, value in [*tree, (None, None)]:
        if kind is op.LITERAL:
            word += chr(value)
            continue
        if word:
            yield word
        word = ""
        for p in _parts(kind, value):
            yield from _words(p)


_OF_CATEGORY = {op.CATEGORY_DIGIT: "7", op.CATEGORY_SPACE: " \u3000\n", op.CATEGORY_WORD: "a字", op.CATEGORY_NOT_SPACE: "a字", op.CATEGORY_NOT_WORD: "-，"}


def _character(kind: Any, value: Any, rng: random.Random) -> str:
    """A character that a dot or a class takes."""
    if kind is not op.IN:
        return rng.choice("字a 1，")
    if value[0][0] is op.NEGATE:
        return rng.choice([c for c in "字 a1，-|<(:/" if not any(_takes(k, v, c) for k, v in value[1:])] or ["丁"])
    return rng.choice([c for k, v in value for c in _members(k, v)])


def _members(kind: Any, value: Any) -> Iterable[str]:
    if kind is op.LITERAL:
        return chr(value)
    return map(chr, (value[0], sum(value) // 2, value[1])) if kind is op.RANGE else _OF_CATEGORY.get(value, "a")


def _takes(kind: Any, value: Any, c: str) -> bool:
    if kind is op.RANGE:
        return bool(value[0] <= ord(c) <= value[1])
    return c in _members(kind, value)
