"""Building packages: layout, byte identity, whole or not at all, and what other readers say of the result."""

from __future__ import annotations

import gzip
import json
import sys
from datetime import date
from pathlib import Path

import bagit
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner

from tests.package_sample import ABOUT, DROPS, drops, finished_run, sample_package
from toolkit.archive import Description, DescriptionError, PlaceTakenError, RawMissingError, RunError, package, package_date, spdx_id
from toolkit.archive.bag import bag_info, encoded, manifest
from toolkit.archive.verify import verify
from toolkit.batch import Options, run
from toolkit.cli import main

FORMS = [("", "files"), ("", "warc"), (".tar", "files"), (".zip", "warc")]


def content(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()} if root.is_dir() else {"": root.read_bytes()}


def rows(root: Path, kind: str) -> list[dict[str, object]]:
    return [json.loads(line) for file in sorted((root / "data" / kind).iterdir()) for line in gzip.decompress(file.read_bytes()).splitlines()]


@pytest.mark.parametrize(("suffix", "raw_as"), FORMS)
def test_the_same_run_gives_the_same_bytes_whatever_the_day(suffix: str, raw_as: str, tmp_path: Path) -> None:
    again = package([finished_run()], tmp_path / f"渡口{suffix}", ABOUT, [drops()], "warc" if raw_as == "warc" else "files")
    assert content(again) == content(sample_package(suffix, raw_as))
    assert verify(again).valid


def test_other_readers_find_a_valid_bag() -> None:
    for raw_as in ("files", "warc"):
        bagit.Bag(str(sample_package(raw_as=raw_as))).validate()


def test_every_drop_is_in_the_package_as_found() -> None:
    root = sample_package()
    found = [*rows(root, "records"), *rows(root, "rejected")]
    assert {r["raw"]["container"]: (root / r["raw"]["path"]).read_bytes() for r in found} == DROPS  # type: ignore[index] # rows of JSON
    assert len({r["raw"]["path"] for r in found}) == len(DROPS) - 1  # type: ignore[index] # two drops of the same bytes share a file


def test_no_path_of_the_machine_gets_in() -> None:
    for raw_as in ("files", "warc"):
        for name, data in content(sample_package(raw_as=raw_as)).items():
            plain = gzip.decompress(data) if name.endswith(".gz") else data
            assert str(drops()).encode() not in plain
            assert str(finished_run()).encode() not in plain


def test_several_runs_go_into_one_package_where_they_fit(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="stands twice"):
        package([finished_run(), finished_run()], tmp_path / "p", ABOUT, [drops()])
    assert not list(tmp_path.iterdir())
    sharded = package([finished_run(shard_size=1)], tmp_path / "q", ABOUT, [drops()])
    assert len(list((sharded / "data" / "records").iterdir())) > 1
    assert verify(sharded).valid


def test_where_a_package_lies_has_no_part_in_it(tmp_path: Path) -> None:
    about = Description("", "MIT", date(2024, 5, 6))
    one, other = (package([finished_run()], tmp_path / name, about, [drops()]) for name in ("one", "other"))
    assert content(one) == content(other)


def test_typed_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = package([finished_run()], tmp_path / "p", ABOUT, [drops()], parquet=True)
    assert verify(made).valid
    assert "path: parquet/*.parquet" in (made / "data/README.md").read_text("utf-8")
    assert pq.read_table(made / "data/parquet/part-00000.parquet").to_pylist() == rows(made, "records")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "toolkit.batch.columns", raising=False)
    call = ["package", str(finished_run()), str(tmp_path / "q"), "--raw", str(drops()), "--license", "MIT", "--parquet"]
    done = CliRunner().invoke(main, call)
    assert (done.exit_code, "jiaokan[parquet]" in done.output, (tmp_path / "q").exists()) == (2, True, False)


def test_the_head_of_the_card_is_that_of_no_other_package(tmp_path: Path) -> None:
    """Loaders keep what they have read under a name made of it."""
    (tmp_path / "drops").mkdir()
    (tmp_path / "drops" / "other.txt").write_bytes(DROPS["gb.txt"] + "船开走了。".encode("gb18030"))
    run([str(tmp_path / "drops")], tmp_path / "run", Options(), workers=1)
    made = [sample_package(), package([tmp_path / "run"], tmp_path / "p", ABOUT, [tmp_path / "drops"])]
    heads = [yaml.safe_load((bag / "data/README.md").read_text("utf-8").split("---\n")[1]) for bag in made]
    assert heads[0]["configs"] == heads[1]["configs"]
    names = [head["dataset_info"].pop("description") for head in heads]
    assert heads[0]["dataset_info"] == heads[1]["dataset_info"]
    assert [name in (bag / "bag-info.txt").read_text("utf-8") for name, bag in zip(names, made, strict=True)] == [True, True]
    assert names[0] != names[1]


def test_nothing_is_written_over_and_nothing_left_behind(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(PlaceTakenError, match="exists already"):
        package([finished_run()], tmp_path / "there", ABOUT, [drops()])
    with pytest.raises(RawMissingError, match="sha256"):
        package([finished_run()], tmp_path / "new", ABOUT, [tmp_path])
    assert [p.name for p in tmp_path.iterdir()] == ["there"]


def test_a_moved_drop_is_found_by_its_bytes(tmp_path: Path) -> None:
    for number, data in enumerate(DROPS.values()):
        (tmp_path / f"{number}.dat").write_bytes(data)
    made = package([finished_run()], tmp_path / "p", ABOUT, [tmp_path])
    assert verify(made).valid


def test_ledgers_of_places_only_are_proved_from_the_raw_bytes(tmp_path: Path) -> None:
    made = package([finished_run("spans")], tmp_path / "p", ABOUT, [drops()])
    assert verify(made, deep=True).findings == []


@pytest.mark.parametrize(
    ("given", "found"),
    [("CC-BY-4.0", "CC-BY-4.0"), (" cc-by-4.0 ", "CC-BY-4.0"), ("LicenseRef-House", "LicenseRef-House"), ("mit", "MIT")],
)
def test_a_licence_is_an_spdx_id(given: str, found: str) -> None:
    assert spdx_id(given) == found


@pytest.mark.parametrize("given", [None, "", " ", "free", "MIT OR Apache-2.0", "CC BY 4.0", "版权所有"])
def test_a_licence_is_never_guessed(given: str | None) -> None:
    with pytest.raises(DescriptionError, match="SPDX"):
        spdx_id(given)


def test_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert package_date(None) == date(2023, 11, 14)
    assert package_date("2020-02-29") == date(2020, 2, 29)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(DescriptionError, match="seconds"):
        package_date(None)
    with pytest.raises(DescriptionError, match="YYYY-MM-DD"):
        package_date("yesterday")


def test_tag_files() -> None:
    assert bag_info({"A": " one\n two ", "B": ""}) == b"A: one two\n"
    assert manifest([("data/b", "02"), ("data/a", "01")]) == b"01  data/a\n02  data/b\n"
    assert encoded("100%\r\n") == "100%25%0D%0A"


def test_command(tmp_path: Path) -> None:
    config = tmp_path / "jiaokan.toml"
    config.write_text('[package]\ntitle = "From the file"\nlicense = "CC0-1.0"\ndate = 2024-01-02\n', "utf-8")
    call = ["package", str(finished_run()), str(tmp_path / "out"), "--raw", str(drops()), "--config", str(config), "--creator", "甲"]
    done = CliRunner().invoke(main, call)
    assert (done.exit_code, done.output) == (0, f"{tmp_path / 'out'}: made, dated 2024-01-02\n")
    described = json.loads((tmp_path / "out/data/datapackage.json").read_bytes())
    assert (described["title"], described["licenses"][0]["name"], described["contributors"][0]["title"]) == ("From the file", "CC0-1.0", "甲")
    assert CliRunner().invoke(main, call).exit_code == 2
    config.write_text("[package]\nlicence = 'MIT'\n", "utf-8")
    assert "package: the unknown key" in CliRunner().invoke(main, call).output
    refused = CliRunner().invoke(main, ["package", str(finished_run()), str(tmp_path / "new"), "--raw", str(drops())])
    assert refused.exit_code == 2
    assert "no licence given" in refused.output
    assert "--license" in refused.output


@pytest.mark.parametrize("command", ["package", "export"])
def test_a_place_that_is_taken_is_named_once(command: str, tmp_path: Path) -> None:
    options = ["--raw", str(drops()), "--license", "MIT"] if command == "package" else ["--format", "txt"]
    done = CliRunner().invoke(main, [command, str(finished_run()), str(tmp_path), *options])
    assert (done.exit_code, done.stderr) == (2, f"Error: {tmp_path}: exists already and is never written over\n")
