"""What readers make of the rows of runs and packages, as docs/reading.md says. Needs duckdb, polars, pandas and datasets."""

from __future__ import annotations

import contextlib
import gzip
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import datasets
import duckdb
import pandas
import polars
import pytest

from tests.test_docs_commands import PAGES, call, commands, fences
from toolkit.archive import Description, package
from toolkit.batch.options import Options
from toolkit.batch.run import run

ROOT = Path(__file__).parent.parent
BLOCKS = {token.info.partition(" ")[2]: token.content for token in fences(PAGES["docs/reading.md"]) if token.info.startswith("python ")}
Rows = list[dict[str, Any]]


def rows_of(records: Path) -> Rows:
    """The rows of a folder, by nothing but the standard library."""
    bodies = (gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in sorted(records.iterdir()))
    return [json.loads(line) for body in bodies for line in body.splitlines()]


def rows_in(found: Any) -> Rows:
    """The rows of a reader's table."""
    if isinstance(found, polars.DataFrame):
        return found.to_dicts()
    if isinstance(found, pandas.DataFrame):
        return found.to_dict("records")
    if isinstance(found, datasets.Dataset):
        return found.to_list()
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder the page speaks of: drops in raw/, what its commands made of them in typed/ and bag/, and a plain run in out/."""
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    (tmp_path / "raw").symlink_to(ROOT / "raw")
    run([str(tmp_path / "raw")], tmp_path / "out", Options())
    package([tmp_path / "out"], tmp_path / "plain", Description("", "CC0-1.0", date(2024, 5, 6)), [tmp_path / "raw"])
    with contextlib.chdir(tmp_path):
        yield tmp_path


def test_the_page(folder: Path) -> None:
    for command in commands(PAGES["docs/reading.md"]):
        assert call(command.text, folder)[0] == 0
    for name, block in BLOCKS.items():
        names: dict[str, Any] = {}
        exec(compile(block, name, "exec"), names)
        if name == "ledger":
            assert len(names["rules"].fetchall()) > 10
            continue
        assert rows_in(names["rows"]) == rows_of(Path("out/records")), name
        if name == "datasets":
            assert rows_in(names["same"]) == rows_of(Path("bag/data/records"))


READ: dict[str, Callable[[str], Any]] = {
    "polars": polars.read_ndjson,
    "pandas": lambda files: pandas.concat([pandas.read_json(p, lines=True) for p in sorted(Path().glob(files))]),
    "duckdb": lambda files: duckdb.sql(f"SELECT * FROM read_json('{files}')"),
    "datasets": lambda files: datasets.load_dataset("json", data_files=files, split="train"),
    "card": lambda files: datasets.load_dataset(str(Path(files).parents[1]), split="train"),
}


SAMPLES = [(reader, records) for reader in READ for records in ("out/records", "plain/data/records") if (reader, records) != ("card", "out/records")]


@pytest.mark.parametrize(("reader", "records"), SAMPLES)
def test_the_samples_told_nothing(folder: Path, reader: str, records: str) -> None:
    assert rows_in(READ[reader](f"{records}/*")) == rows_of(Path(records))


def package_of(folder: Path, sample: str) -> Path:
    """The records of a package of one sample drop."""
    name = sample.partition(".")[0]
    (folder / name / "drops").mkdir(parents=True)
    (folder / name / "drops" / sample).write_bytes((ROOT / "raw" / sample).read_bytes())
    run([str(folder / name / "drops")], folder / name / "out", Options())
    bag = package([folder / name / "out"], folder / name / "bag", Description("", "CC0-1.0", date(2024, 5, 6)), [folder / name / "drops"])
    return bag / "data" / "records"


def test_packages_are_not_taken_for_each_other(folder: Path) -> None:
    """What datasets keeps of a package that was read must not be given for another of the same shape."""
    for sample in ("01-clean-utf8.txt", "10-invisible.txt"):
        records = package_of(folder, sample)
        assert rows_in(READ["card"](f"{records}/*")) == rows_of(records)


def test_a_package_of_full_dates_alone(folder: Path) -> None:
    records = package_of(folder, "05-chrome.txt")
    assert [row["published"] for row in rows_of(records)] == ["2024-04-12T08:30:00+08:00"]
    assert [row["published"] for row in rows_in(READ["card"](f"{records}/*"))] == ["2024-04-12 00:30:00"]


def dated(folder: Path, dates: Iterator[str]) -> list[str]:
    """Lay a row a date into dated/records, 500 bytes and more each; gives the dates."""
    row = rows_of(folder / "out" / "records")[0]
    (folder / "dated" / "records").mkdir(parents=True)
    told = list(dates)
    with (folder / "dated" / "records" / "part-00000.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps({**row, "published": day}, ensure_ascii=False) + "\n" for day in told)
    return told


def published(reader: str) -> list[Any]:
    return [row["published"] for row in rows_in(READ[reader]("dated/records/*"))]


FULL = "2023-11-11T09:25:00+08:00"


def test_every_date_full(folder: Path) -> None:
    told = dated(folder, repeat(FULL, 20))
    assert published("polars") == published("pandas") == told
    assert {type(day) for day in published("duckdb")} == {type(day) for day in published("datasets")} == {datetime}


def test_years_alone(folder: Path) -> None:
    told = dated(folder, repeat("2023", 20))
    assert published("polars") == published("duckdb") == published("datasets") == told
    assert published("pandas") == [2023] * 20


def test_full_dates_first_and_others_later(folder: Path) -> None:
    told = dated(folder, chain(repeat(FULL, 25_000), repeat("", 5_000)))
    assert published("polars") == published("pandas") == told
    with pytest.raises(duckdb.Error, match="invalid timestamp"):
        published("duckdb")
    with pytest.raises(datasets.exceptions.DatasetGenerationError):
        published("datasets")


def test_exact_ways_hold_on_every_date(folder: Path) -> None:
    told = dated(folder, chain(repeat(FULL, 25_000), repeat("2023", 3_000), repeat("", 2_000)))
    for name in ("polars", "pandas", "duckdb", "objects"):
        names: dict[str, Any] = {}
        exec(compile(BLOCKS[name].replace("out/", "dated/"), name, "exec"), names)
        assert [row["published"] for row in rows_in(names["rows"])] == told


def test_the_exact_way_of_a_card(folder: Path) -> None:
    *_, exact = [token.content for token in fences(Path("plain/data/README.md"))]
    with contextlib.chdir("plain"):
        names: dict[str, Any] = {}
        exec(compile(exact, "card", "exec"), names)
    assert rows_in(names["rows"]) == rows_of(Path("plain/data/records"))
