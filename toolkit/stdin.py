"""Standard input as bytes."""

from __future__ import annotations

import errno
import sys
from typing import BinaryIO


def stdin() -> BinaryIO:
    """Standard input. Raises OSError where whoever started the process has closed it."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "standard input is closed", "-")
    return sys.stdin.buffer
