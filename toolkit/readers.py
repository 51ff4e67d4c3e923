"""Which HTML readers this installation has. The fast one is a compiled library, without a wheel on some platforms."""

from __future__ import annotations

from typing import Literal

try:
    import turbohtml
except ImportError:  # not installed, or built for another interpreter
    turbohtml = None  # type: ignore[assignment]  # whoever uses it asks first: has_turbo()

__all__ = ["Reader", "best", "has_turbo", "turbohtml"]
Reader = Literal["auto", "turbo", "soup"]


def has_turbo() -> bool:
    """Whether the fast reader is here; Beautiful Soup always is."""
    return turbohtml is not None


def best() -> Reader:
    """The reader that "auto" stands for here."""
    return "turbo" if has_turbo() else "soup"
