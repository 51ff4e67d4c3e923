"""Reposts are found whatever happened to them on the way; what only shares its phrases is left apart."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from toolkit.batch import Options, run
from toolkit.cli import main
from toolkit.dedup import NearDuplicates, shingles
from toolkit.script import convert
from toolkit.validation import is_valid

WORDS = [a + b for a in "山水云石田林泉桥" for b in "光影声色路口边上中下"]


def article(seed: int) -> str:
    rng = random.Random(seed)
    return "。".join("".join(rng.choices(WORDS, k=8)) for _ in range(20))


def edited(text: str, share: float) -> str:
    rng = random.Random(7)
    return "".join(c if rng.random() >= share else rng.choice(("", "换", c + "加")) for c in text)


COPIES = {
    "itself": article(1),
    "one percent": edited(article(1), 0.01),
    "five percent": edited(article(1), 0.05),
    "script": convert(article(1), "s2t"),
    "chrome": f"首页 > 新闻 > 正文\n{article(1)}\n责任编辑：某某\n版权所有 未经许可不得转载",
    "pinyin": article(1).replace("云", "云(yún)"),
    "punctuation": article(1).replace("。", "，"),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES.keys())
def test_copies_are_found(copy: str) -> None:
    near = NearDuplicates()
    assert [near.add(t) for t in (article(0), article(1), copy)] == [0, 1, 1]


@pytest.mark.parametrize("other", [article(2), "", "山", "山水云石", article(1)[:30]])
def test_others_are_not(other: str) -> None:
    near = NearDuplicates()
    assert [near.add(t) for t in (article(1), other)] == [0, 1]


def test_a_text_that_links_two_groups_makes_them_one() -> None:
    near = NearDuplicates(0.4)
    half, other = article(1), article(2)
    assert [near.add(t) for t in (half, other, half + other)] == [0, 1, 0]
    assert near.leader(1) == 0


def test_shingles_of_short_texts() -> None:
    assert (shingles(""), shingles("。 "), shingles("山水"), len(shingles("山水云石田林"))) == (set(), set(), {"山水"}, 2)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    drops = tmp_path / "drops"
    drops.mkdir()
    for name, text in (("a", article(1)), ("b", article(2)), ("c", article(1)), ("d", edited(article(1), 0.02)), ("e", article(2).replace("。", "。\n"))):
        (drops / f"{name}.txt").write_text(text, "utf-8")
    run([str(drops)], tmp_path / "clean", Options(), workers=1)
    return tmp_path / "clean"


def dedup(*args: object) -> Result:
    return CliRunner().invoke(main, ["dedup", *map(str, args)])


def test_the_command_lists_reposts_and_drops_none(clean: Path, tmp_path: Path) -> None:
    said = dedup(clean, "--json", "--unique", tmp_path / "unique.jsonl.gz")
    assert orjson.loads(said.output) == {"records": 5, "duplicates": 3, "groups": 2, "file": str(clean / "near-duplicates.jsonl")}
    rows = [orjson.loads(line) for line in (clean / "near-duplicates.jsonl").read_bytes().splitlines()]
    assert all(is_valid(r, "duplicates") for r in rows)
    assert [r["kind"] for r in rows] == ["raw", "near", "near"]
    kept = [orjson.loads(line)["raw"]["path"] for line in gzip.decompress((tmp_path / "unique.jsonl.gz").read_bytes()).splitlines()]
    assert kept == ["a.txt", "b.txt"]


def test_part_files_and_folders_are_taken_too(clean: Path, tmp_path: Path) -> None:
    for given in (clean / "records", clean / "records" / "part-00000.jsonl"):
        assert dedup(given, "-o", tmp_path / "found.jsonl").exit_code == 0
        assert len((tmp_path / "found.jsonl").read_bytes().splitlines()) == 3


def test_what_holds_no_records_is_said_in_one_line(clean: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for given, said in ((tmp_path / "nowhere", "no such file"), (tmp_path / "empty", "no part files"), (clean / "edits", "no row of schema article: $: ")):
        result = dedup(given, "-o", tmp_path / "found.jsonl")
        assert (result.exit_code, said in result.output) == (2, True)
    assert dedup(clean / "records").exit_code == 2


def test_a_row_that_is_no_record_is_named_by_its_line(clean: Path, tmp_path: Path) -> None:
    part = clean / "records" / "part-00000.jsonl"
    odd = tmp_path / "odd.jsonl"
    odd.write_bytes(part.read_bytes().splitlines(keepends=True)[0] + b'{"id": 1, "text": 2, "raw": 3, "text_sha256": 4}\n')
    result = dedup(odd, "-o", tmp_path / "found.jsonl")
    assert (result.exit_code, f"{odd}:2: no row of schema article: $" in result.output) == (2, True)
    assert not (tmp_path / "found.jsonl").exists()


@pytest.mark.parametrize("option", ["-o", "--unique"])
def test_a_folder_can_t_be_written_to_as_a_file(clean: Path, tmp_path: Path, option: str) -> None:
    result = dedup(clean, option, tmp_path)
    assert (result.exit_code, f"File '{tmp_path}' is a directory" in result.output) == (2, True)
