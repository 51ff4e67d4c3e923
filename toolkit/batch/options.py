"""What a run may choose beside the ladder's own configuration."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal

from toolkit.config import Config

Compression = Literal["none", "gzip", "zstd"]
Ledger = Literal["full", "spans"]


@dataclass(frozen=True, slots=True)
class Options:
    """How the rows are made and written. The same options over the same input give the same bytes.

    config: of the ladder. ledger: "spans" leaves the removed text out of the edits. limit_bytes: the largest document.
    shard_size: bytes of input a shard takes; 0 lets the plan choose.
    """

    config: Config = field(default_factory=Config)
    ledger: Ledger = "full"
    compression: Compression = "none"
    limit_bytes: int = 16 << 20
    shard_size: int = 0

    def stated(self) -> dict[str, Any]:
        """What run.json says of the options."""
        return {"ledger": self.ledger, "compression": self.compression, "limit_bytes": self.limit_bytes, "shard_size": self.shard_size}

    def sha256(self) -> str:
        """Same options and configuration, same hash."""
        return hashlib.sha256(json.dumps([self.config.sha256(), self.stated()], sort_keys=True).encode()).hexdigest()
