"""What a run may choose beside the ladder's own configuration."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal

from toolkit.config import Config
from toolkit.pipeline import LADDER
from toolkit.sources import Names
from toolkit.version import __version__

Compression = Literal["none", "gzip", "zstd"]
Ledger = Literal["full", "spans"]


@dataclass(frozen=True, slots=True)
class Options:
    """How the rows are made and written. The same options over the same input give the same bytes.

    config: of the ladder. ledger: "spans" leaves the removed text out of the edits. limit_bytes: the largest document.
    shard_size: bytes of input a shard takes; 0 lets the plan choose. timeout: seconds of processor time a document may
    take, memory: bytes a worker may take (0: no limit); both decide about broken documents only. parquet: typed copies
    of the records beside them. names: which members of a JSONL row hold what.
    """

    config: Config = field(default_factory=Config)
    ledger: Ledger = "full"
    compression: Compression = "none"
    limit_bytes: int = 16 << 20
    shard_size: int = 0
    timeout: float = 60.0
    memory: int = 4 << 30
    parquet: bool = False
    names: Names = field(default_factory=Names)

    def stated(self) -> dict[str, Any]:
        """What run.json says of the options."""
        own = ("ledger", "compression", "limit_bytes", "shard_size", "timeout", "memory", "parquet")
        return {name: getattr(self, name) for name in own} | {"names": {k: list(v) for k, v in self.names._asdict().items()}}

    def sha256(self) -> str:
        """Same options, configuration and version of the tool and its steps: same hash."""
        ladder = [(step.name, step.version) for step in LADDER]
        return hashlib.sha256(json.dumps([__version__, ladder, self.config.sha256(), self.stated()], sort_keys=True).encode()).hexdigest()
