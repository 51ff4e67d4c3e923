"""Configuration files: [tool.jiaokan] in pyproject.toml, or jiaokan.toml, and where each value in force came from.

`toolkit.config.Config` holds the ladder's own options; a configuration file may state those and what the commands
round the ladder need. schema/config.schema.json says what a file may hold.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from toolkit.config import Config, ConfigError
from toolkit.validation import Fault, validator

FILES = ("jiaokan.toml", "pyproject.toml")  # in one folder, the first that configures us wins

# What holds where nothing is said; the ladder's own defaults stand in Config.
DEFAULTS: dict[str, Any] = {
    "paths": [],
    "exclude": [],
    **asdict(Config()),
    "limit_bytes": 16 << 20,
    "require": [],
    "fail_on": "error",
    "archive": [],
    "baseline": "",
    "package": {},
    "severity": {},
    "ignore": [],
}
_LADDER = frozenset(f.name for f in fields(Config))


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force. `origins` says for each key where its value came from: "default", "FILE:LINE" or the command line.

    root: the folder that paths in the file are relative to (the file's own; the current one where there is no file).
    """

    values: dict[str, Any]
    origins: dict[str, str]
    root: Path
    file: Path | None = None
    ladder: Config = field(default_factory=Config)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def over(self, origin: str, **given: Any) -> Settings:
        """These settings with values from elsewhere on top; None leaves a key alone. Raises ConfigError on a bad value."""
        stated = {k: v for k, v in given.items() if v is not None}
        _refuse(list(validator("config").faults(stated)), origin, "")
        values = self.values | stated
        return Settings(values, self.origins | dict.fromkeys(stated, origin), self.root, self.file, _ladder(values))

    def path(self, stated: str) -> Path:
        """A path of the configuration, seen from the current folder."""
        return self.root / stated


def load(given: str | None = None, start: Path | None = None) -> Settings:
    """The settings of the file `given`, or of the nearest one at or above `start` (the current folder unless said).

    Raises ConfigError where a file can't be read, is no TOML, or holds what the schema does not take; all faults are told.
    """
    file = Path(given) if given else find(start or Path.cwd())
    if file is None:
        return Settings(DEFAULTS.copy(), dict.fromkeys(DEFAULTS, "default"), Path(), None, Config())
    text = _text(file)
    stated = _table(file, text)
    if stated is None:
        raise ConfigError(f"{file}: no [tool.jiaokan] there")
    stated = _as_json(stated)
    _refuse([*validator("config").faults(stated), *_unknown_dates(stated)], str(file), text)
    values = DEFAULTS | stated
    origins = dict.fromkeys(DEFAULTS, "default") | {key: _place(file, text, key) for key in stated}
    try:
        return Settings(values, origins, file.parent, file, _ladder(values))
    except ConfigError as fault:  # what no schema can say: a selector that can't be read, a reader that is not installed
        raise ConfigError(str(fault).replace("configuration", str(file), 1)) from fault


def find(start: Path) -> Path | None:
    """The nearest file at or above a folder that configures us; a pyproject.toml without our table is passed over.

    The search ends at the top of a git work tree, so that no file outside of a repository bears on it.
    """
    folder = start.resolve()
    for here in (folder, *folder.parents):
        for name in FILES:
            file = Path(os.path.relpath(here / name))
            if file.is_file() and _table(file, _text(file)) is not None:
                return file
        if (here / ".git").exists():
            return None
    return None


def _ladder(values: Mapping[str, Any]) -> Config:
    return Config.load({k: v for k, v in values.items() if k in _LADDER})


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError(f"{file}: {getattr(fault, 'strerror', None) or 'not UTF-8'}") from fault


def _table(file: Path, text: str) -> dict[str, Any] | None:
    """Our table of a file: the whole of jiaokan.toml (or of any file but pyproject.toml), [tool.jiaokan] of pyproject.toml."""
    if file.name == "pyproject.toml" and "jiaokan" not in text:
        return None
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError(f"{file}: no TOML: {fault}") from fault
    tool = whole.get("tool")
    ours = tool.get("jiaokan") if isinstance(tool, dict) else None
    if ours is None and file.name != "pyproject.toml":
        return whole
    if ours is not None and not isinstance(ours, dict):
        raise ConfigError(f"{file}: tool.jiaokan: {ours!r}, expected a table")
    return ours


def _as_json(value: Any) -> Any:
    """TOML's dates as strings, so that a schema for JSON can judge them."""
    if isinstance(value, dict):
        return {k: _as_json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_as_json(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _unknown_dates(stated: Mapping[str, Any]) -> Iterator[Fault]:
    """Days that look right to the schema, but that the calendar lacks."""
    entries = stated.get("ignore")
    for n, entry in enumerate(entries if isinstance(entries, list) else ()):
        until = entry.get("until", "") if isinstance(entry, dict) else ""
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(until)):
            try:
                dt.date.fromisoformat(until)
            except ValueError:
                yield Fault(f"$.ignore[{n}].until", until, "a day that the calendar has")


def _refuse(faults: list[Fault], origin: str, text: str) -> None:
    if faults:
        raise ConfigError("\n".join(f"{_place(origin, text, _key(f))}: {f.path.removeprefix('$.')}: {f.message}".replace(": $: ", ": ") for f in faults))


def _key(fault: Fault) -> str:
    """The key a fault speaks of: the first of its path, or the unknown one it names."""
    named = re.match(r"\$\.(\w+)", fault.path) or re.search('the unknown key "([^"]+)"', fault.found)
    return named.group(1) if named else ""


def _place(file: Path | str, text: str, key: str) -> str:
    """FILE:LINE of the first line that states a key or opens its table; FILE alone where none does (dotted keys and the like)."""
    wanted = re.compile(rf"""\s*(\[\[?\s*(tool\s*\.\s*jiaokan\s*\.\s*)?)?["']?{re.escape(key)}["']?\s*[=\].]""")
    inside = Path(file).name != "pyproject.toml"
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("["):
            inside = Path(file).name != "pyproject.toml" or re.match(r"\s*\[\[?\s*tool\s*\.\s*jiaokan\b", line) is not None
        if inside and wanted.match(line):
            return f"{file}:{number}"
    return str(file)
