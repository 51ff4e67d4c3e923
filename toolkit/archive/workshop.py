"""Making something whole or not at all: it is built in a folder beside its place and gets its name in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.archive.bag import sync_folder
from toolkit.packing import words_of


class PlaceTakenError(Exception):
    """Something stands already where something new was to be made, or nothing can be made there; the message says which."""


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """A folder to build in; what stands there under `out`'s name at the end is moved to `out`, all else is gone.

    Raises PlaceTakenError where `out` exists, before or after the work.
    """
    if os.path.lexists(out):
        raise PlaceTakenError(f"{out}: exists already and is never written over")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shop = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".partial", dir=out.parent))
    except OSError as fault:
        raise PlaceTakenError(f"{out}: {words_of(fault)}") from fault
    try:
        yield shop
        if os.path.lexists(out):
            raise PlaceTakenError(f"{out}: appeared while it was being made; nothing written")
        (shop / out.name).rename(out)
        sync_folder(out.parent)
    finally:
        shutil.rmtree(shop, ignore_errors=True)
