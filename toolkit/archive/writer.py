"""Building a package from finished runs: whole or not at all, and the same bytes from the same run and options."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

from toolkit.archive.bag import BagWriter
from toolkit.archive.card import card
from toolkit.archive.crate import crate
from toolkit.archive.croissant import croissant
from toolkit.archive.datapackage import datapackage
from toolkit.archive.describe import Description
from toolkit.archive.model import Contents, RowFile, as_json
from toolkit.archive.raw import RawForm, RawStore, Roots
from toolkit.archive.rows import write_rows
from toolkit.archive.runs import Run, RunError, reading_of
from toolkit.archive.trees import FolderTree, serialise
from toolkit.archive.workshop import workshop
from toolkit.batch.duplicates import exact_duplicates
from toolkit.batch.files import FOLDERS
from toolkit.schemas import NAMES, schema_path
from toolkit.version import __version__

ARCHIVES = {".tar": "tar", ".zip": "zip"}
AGENT = f"jiaokan {__version__}"


def package(runs: Sequence[Path], out: Path, about: Description, raw_roots: Sequence[Path], raw_form: RawForm = "files", *, parquet: bool = False) -> Path:
    """Build the package `out` (a folder, or a .tar or .zip by its name) from finished runs; gives its path.

    `raw_roots` are the folders the runs read. `parquet` adds typed copies of the records, which the card then points to.
    Raises PlaceTakenError where `out` exists, RunError where a run is not whole
    or runs don't fit together, RawMissingError where a drop can't be found.
    """
    kind = ARCHIVES.get(out.suffix.lower(), "")
    name = out.name[: -len(out.suffix)] if kind else out.name
    opened = [Run(run) for run in runs]
    _same_make(opened)
    with workshop(out) as shop:
        root = shop / "bag" / name if kind else shop / name
        _Builder(opened, about, BagWriter(root), Roots(raw_roots), raw_form, parquet).build()
        if kind:
            with (shop / out.name).open("xb") as stream:
                serialise(FolderTree(root), cast(BinaryIO, stream), kind, about.date)
                stream.flush()
                os.fsync(stream.fileno())
    return out


def _same_make(runs: Sequence[Run]) -> None:
    """Runs go into one package only where one tool and one configuration made them: a package speaks of one action."""
    if not runs:
        raise RunError("no run given")
    for key in ("tool", "config_sha256"):
        made = {run.info[key] for run in runs}
        if len(made) > 1:
            raise RunError(f"the runs differ in {key} ({', '.join(sorted(made))}); make a package of each")


@dataclass
class _Builder:
    runs: list[Run]
    about: Description
    bag: BagWriter
    roots: Roots
    raw_form: RawForm
    parquet: bool
    shards: list[RowFile] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def build(self) -> None:
        store = RawStore(self.bag, self.roots, self.raw_form, self.about.date)
        shard_infos: list[dict[str, Any]] = []
        for run in self.runs:
            for shard in run.info["shards"]:
                shard_infos.append(self._shard(store, run, shard, f"part-{len(shard_infos):05}"))  # it counts itself
        store.close()
        info = self._run_info(shard_infos, self._duplicates())
        self.bag.put("data/run.json", as_json(info))
        for schema in NAMES:
            self.bag.put(f"data/schema/{schema}.schema.json", schema_path(schema).read_bytes())
        contents = self._describe(info)
        self.bag.close(
            {
                "Source-Organization": self.about.creator,
                "External-Description": contents.summary,
                "External-Identifier": contents.identifier,
                "Bagging-Date": self.about.date.isoformat(),
                "Bag-Software-Agent": AGENT,
            }
        )

    def _shard(self, store: RawStore, run: Run, shard: dict[str, Any], name: str) -> dict[str, Any]:
        """Lay one shard and its raw drops; gives its entry in the package's run.json."""
        kept, rejected = (list(run.rows(kind, shard["name"])) for kind in ("records", "rejected"))
        pointers = store.lay([*kept, *rejected], reading_of(run.info))
        for row in (*kept, *rejected):
            if row["id"] in self.ids:
                raise RunError(f"{run.root}: the id {row['id']} stands twice; was one drop packaged from two runs?")
            self.ids.add(row["id"])
            self.sources.add(row["source"])
            row["raw"] = pointers[row["id"]]
        self.languages.update(row["lang"] for row in kept)
        if self.parquet and kept:
            from toolkit.batch.columns import write_table  # an extra: 170 MB that few need

            copy = BytesIO()
            write_table(kept, copy)
            self.bag.put(f"data/parquet/{name}.parquet", copy.getvalue())
        rows = {"records": kept, "edits": run.rows("edits", shard["name"]), "rejected": rejected}
        made = [self._row_file(kind, f"{kind}/{name}.jsonl.gz", rows[kind]) for kind in FOLDERS]
        files = [{"path": file.path, "rows": file.rows, "sha256": file.rows_sha256} for file in made if file is not None]
        return {"name": name, "inputs_sha256": shard["inputs_sha256"], "files": files}

    def _duplicates(self) -> int:
        """Lay the list of records that repeat earlier ones; gives its rows. Of several runs it is made anew, for one may repeat another."""
        if len(self.runs) == 1:
            rows: Iterator[dict[str, Any]] = self.runs[0].duplicates()
        else:
            records = (row for run in self.runs for shard in run.shards() for row in run.rows("records", shard))
            rows = (found._asdict() for found in exact_duplicates(records))
        made = self._row_file("duplicates", "duplicates.jsonl.gz", rows)
        return made.rows if made else 0

    def _row_file(self, kind: str, path: str, rows: Iterable[dict[str, Any]]) -> RowFile | None:
        """Lay a file of rows; None, and no file, where there are no rows (readers that infer types can't read an empty one)."""
        rest = iter(rows)
        first = next(rest, None)
        if first is None:
            return None
        with self.bag.writing(f"data/{path}") as out:
            made = RowFile(path, kind, *write_rows(chain((first,), rest), out))
        self.shards.append(made)
        return made

    def _run_info(self, shards: list[dict[str, Any]], duplicates: int) -> dict[str, Any]:
        """run.json of the package: as the run's own, the files as they lie here."""
        infos = [run.info for run in self.runs]
        return {
            **infos[0],
            "inputs": [i for info in infos for i in info["inputs"]],
            "counts": {key: sum(info["counts"][key] for info in infos) for key in ("input", "kept", "rejected")} | {"duplicates": duplicates},
            "shards": shards,
        }

    def _describe(self, info: dict[str, Any]) -> Contents:
        """Write the metadata files, each over the files that lie before it: Croissant, card, Data Package, RO-Crate."""

        def contents() -> Contents:
            files = {path.removeprefix("data/"): self.bag.files[path] for path in self.bag.payload()}
            return Contents(self.about, info, self.shards, files, sorted(self.languages), sorted(self.sources))

        self.bag.put("data/croissant.json", as_json(croissant(contents())))
        self.bag.put("data/README.md", card(contents()))
        self.bag.put("data/datapackage.json", as_json(datapackage(contents())))
        self.bag.put("data/ro-crate-metadata.json", as_json(crate(contents())))
        return contents()
