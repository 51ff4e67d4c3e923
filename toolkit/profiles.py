"""Site profiles: what a person has written down of the pages of one host, for those where the general rules fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

import soupsieve  # Beautiful Soup's selectors: what a profile may say does not hang on the reader that is installed


class ProfileError(ValueError):
    """A profile that can't be used; the message names the key and what was expected."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One site: `host` is a pattern ("*.example.org"), the others are CSS selectors, "" where the general rules do.

    body: what holds the article; all text in it stays. drop: what is never text of it. title, date, author, source: the
    elements whose text is that field.
    """

    host: str
    body: str = ""
    title: str = ""
    date: str = ""
    author: str = ""
    source: str = ""
    drop: tuple[str, ...] = ()

    @classmethod
    def load(cls, table: Profile | Mapping[str, Any]) -> Profile:
        """A profile from a table of a configuration file. Raises ProfileError on an unknown key, a missing host or a bad selector."""
        if isinstance(table, Profile):
            return table
        if not isinstance(table, Mapping):
            raise ProfileError(f"profile: expected a table, got {table!r}")
        known = {f.name for f in fields(cls)}
        for key, value in table.items():
            if key not in known:
                raise ProfileError(f"profile: unknown key {key!r}; known: {', '.join(sorted(known))}")
            for selector in _strings(key, value):
                if key != "host":
                    _try(key, selector)
        if not table.get("host"):
            raise ProfileError("profile: no host")
        values: dict[str, Any] = {k: tuple(v) if k == "drop" else v for k, v in table.items()}
        return cls(**values)

    def fits(self, url: str | None) -> bool:
        """Whether the profile speaks of the page at `url`."""
        try:
            host = urlsplit(url or "").hostname or ""
        except ValueError:  # a broken IPv6 address
            return False
        return fnmatchcase(host, self.host.lower())


def _strings(key: str, value: Any) -> list[str]:
    values = list(value) if key == "drop" and isinstance(value, list | tuple) else [value]
    if not all(isinstance(v, str) for v in values) or (key == "drop") != isinstance(value, list | tuple):
        raise ProfileError(f"profile: {key} = {value!r}, expected {'a list of selectors' if key == 'drop' else 'a string'}")
    return values


def _try(key: str, selector: str) -> None:
    if not selector:
        return
    try:
        soupsieve.compile(selector)
    except soupsieve.SelectorSyntaxError as fault:
        raise ProfileError(f"profile: {key} = {selector!r}: {str(fault).splitlines()[0]}") from fault
