"""Reading bytes in a codec to the last one, or not at all."""

from __future__ import annotations


def strict(data: bytes, codec: str) -> str | None:
    """The text of `data`; None where a byte does not fit."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
