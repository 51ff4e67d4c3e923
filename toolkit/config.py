"""The configuration of the ladder: every option with its default, read from a mapping, hashed for the record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from toolkit.profiles import Profile, ProfileError
from toolkit.readers import Reader, best, has_turbo

Script = Literal["keep", "hans", "hant", "hant-tw", "hant-hk"]


class ConfigError(ValueError):
    """A configuration that can't be used; the message names the key and what was expected."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a run may choose.

    script: the script of the output. reader: the HTML reader; "auto" becomes the fast one where it is installed.
    corrections: mend what OpenCC gets wrong in machine-converted text. captions: "field" moves picture captions out of
    the text, "text" leaves them in.
    quotes, width: optional normalisation of 「」/“” and of half-/full-width punctuation ("" leaves them alone).
    min_chars: a text with fewer visible characters is rejected as empty. profiles: what is known of pages of single
    sites (toolkit.profiles); tables are taken, too.
    """

    script: Script = "hans"
    reader: Reader = "auto"
    corrections: bool = True
    captions: Literal["field", "text"] = "field"
    quotes: Literal["", "curly", "corner"] = ""
    width: Literal["", "full", "half"] = ""
    min_chars: int = 1
    profiles: tuple[Profile, ...] = ()

    def __post_init__(self) -> None:
        if self.reader == "auto":  # what is on record is the reader that read
            object.__setattr__(self, "reader", best())

    @classmethod
    def load(cls, given: Config | Mapping[str, Any] | None, **over: Any) -> Config:
        """A Config from nothing, a mapping or a Config; `over` wins. Raises ConfigError on an unknown key or value."""
        if isinstance(given, Config) and not any(v is not None for v in over.values()):
            return _checked(given)
        values = {f.name: getattr(given, f.name) for f in fields(given)} if isinstance(given, Config) else dict(given or {})
        values.update({k: v for k, v in over.items() if v is not None})
        for key, value in values.items():
            if key not in _KEYS:
                near = get_close_matches(key, _KEYS, 1)
                raise ConfigError(f"configuration: unknown key {key!r}" + (f", did you mean {near[0]!r}?" if near else f"; known: {', '.join(_KEYS)}"))
            _check(key, value)
        if "profiles" in values:
            values["profiles"] = _profiles(values["profiles"])
        return cls(**values)

    def plain(self) -> dict[str, str | int | bool]:
        """The options as a run file holds them: the profiles as one JSON text, "" where there are none."""
        profiles = json.dumps([asdict(p) for p in self.profiles], ensure_ascii=False) if self.profiles else ""
        return asdict(self) | {"profiles": profiles}

    def sha256(self) -> str:
        """The sha256 (hex) of the configuration: same options, same hash."""
        return _sha256(self)


@lru_cache(maxsize=64)  # a run asks for the same one with every document
def _sha256(config: Config) -> str:
    return hashlib.sha256(json.dumps(asdict(config), sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=64)
def _checked(config: Config) -> Config:
    for f in fields(config):
        _check(f.name, getattr(config, f.name))
    return config


def _profiles(tables: Any) -> tuple[Profile, ...]:
    """Profiles from tables, or from the JSON text that a run file holds (`Config.plain`)."""
    try:
        if isinstance(tables, str):
            tables = json.loads(tables) if tables else ()
        return tuple(Profile.load(table) for table in tables)
    except (ProfileError, ValueError, TypeError) as fault:
        raise ConfigError(f"configuration: {fault}") from fault


_KEYS = tuple(f.name for f in fields(Config))
_CHOICES: dict[str, tuple[Any, ...]] = {name: get_args(kind) for name, kind in get_type_hints(Config).items() if get_origin(kind) is Literal}


def _check(key: str, value: Any) -> None:
    if key in _CHOICES:
        if value not in _CHOICES[key]:
            raise ConfigError(f"configuration: {key} = {value!r}, expected one of {', '.join(map(repr, _CHOICES[key]))}")
        if key == "reader" and value == "turbo" and not has_turbo():
            raise ConfigError(f"configuration: {key} = {value!r}, but turbohtml is not installed; 'auto' takes Beautiful Soup then")
    elif key == "profiles":
        if not isinstance(value, list | tuple | str):
            raise ConfigError(f"configuration: profiles = {value!r}, expected a list of tables")
    elif key == "corrections":
        if not isinstance(value, bool):
            raise ConfigError(f"configuration: {key} = {value!r}, expected true or false")
    elif not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ConfigError(f"configuration: {key} = {value!r}, expected a whole number from 0 on")
