"""Files of rows and folders of runs: what is found, read, joined and told."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.article_sample import laid
from toolkit import clean, coherence
from toolkit.article import edits_row, rejected_row
from toolkit.cli import main
from toolkit.config import Config
from toolkit.jsonlines import SUFFIXES
from toolkit.record import Origin
from toolkit.rows.check import Check
from toolkit.rows.folders import RowFault

Rows = list[dict[str, Any]]


def sample_rows() -> dict[str, Rows]:
    out: dict[str, Rows] = {"records": [], "edits": [], "rejected": []}
    for n in range(3):
        article, where = clean(laid(f"　　第{n}号船今天检修。", "inside")), Origin(path=f"{n}.txt", source="samples")
        out["records"].append(article.record(where))
        out["edits"].append(edits_row(article, where))
    out["rejected"].append(rejected_row(clean("——"), Origin(path="empty.txt")))
    return out


def written(root: Path, rows: dict[str, Rows], change: Callable[[dict[str, Any]], None] = lambda run: None) -> Path:
    """A run's folder with these rows, and a run.json that fits them but for `change`."""
    files = []
    for folder, lines in rows.items():
        data = b"".join(orjson.dumps(r) + b"\n" for r in lines)
        path = root / folder / "part-00000.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        files.append({"path": f"{folder}/{path.name}", "rows": len(lines), "sha256": hashlib.sha256(data).hexdigest()})
    kept, rejected = len(rows["records"]), len(rows["rejected"])
    run: dict[str, Any] = {
        "tool": "jiaokan 0.1.0",
        "config": Config().plain(),
        "config_sha256": Config().sha256(),
        "inputs": [],
        "counts": {"input": kept + rejected, "kept": kept, "rejected": rejected},
        "shards": [{"name": "part-00000", "inputs_sha256": "0" * 64, "files": files}],
    }
    change(run)
    (root / "run.json").write_bytes(orjson.dumps(run))
    return root


def found(path: Path) -> list[RowFault]:
    return list(Check().of_path(str(path)))


def test_a_sound_run(tmp_path: Path) -> None:
    assert found(written(tmp_path, sample_rows())) == []


def set_(rows: Rows, n: int, **values: Any) -> None:
    rows[n] = {**rows[n], **values}


def edit(rows: Rows, n: int, **values: Any) -> None:
    rows[0] = {**rows[0], "edits": [({**e, **values} if i == n else e) for i, e in enumerate(rows[0]["edits"])]}


# What is done to a sound run: where the fault must be told (file, line, path), and words of it.
BREAKS: list[tuple[str, Callable[[dict[str, Rows]], Any], tuple[str, int, str], str]] = [
    ("schema", lambda r: set_(r["records"], 1, lang="?"), ("records/part-00000.jsonl", 2, "$.lang"), "BCP 47"),
    ("count", lambda r: set_(r["records"], 0, char_count=5), ("records/part-00000.jsonl", 1, "$.char_count"), "code points of text"),
    ("float", lambda r: set_(r["records"], 0, edit_count=float(r["records"][0]["edit_count"])), ("records/part-00000.jsonl", 1, "$.edit_count"), "fraction"),
    ("day", lambda r: set_(r["records"], 0, published="2023-02-30"), ("records/part-00000.jsonl", 1, "$.published"), "calendar"),
    (
        "pointer",
        lambda r: set_(r["rejected"], 0, raw={**r["rejected"][0]["raw"], "sha256": "0" * 64}),
        ("rejected/part-00000.jsonl", 1, "$.raw.sha256"),
        "id names",
    ),
    ("twice", lambda r: r["rejected"].append(r["rejected"][0]), ("rejected/part-00000.jsonl", 2, "$.id"), "part-00000.jsonl:1 has it"),
    ("orphan", lambda r: r["edits"].pop(2), ("records/part-00000.jsonl", 3, "$.id"), "a row of edits/"),
    ("widow", lambda r: r["records"].pop(2), ("edits/part-00000.jsonl", 3, "$.id"), "a row of records/"),
    ("inserted", lambda r: edit(r["edits"], 2, inserted="船"), ("edits/part-00000.jsonl", 1, "$.edits[2].inserted"), "text holds there"),
    ("removed", lambda r: edit(r["edits"], 2, removed="xxx"), ("edits/part-00000.jsonl", 1, "$.input_sha256"), "lead back"),
    ("length", lambda r: edit(r["edits"], 2, removed="xy"), ("edits/part-00000.jsonl", 1, "$.edits[2].removed"), "between start and end"),
    ("order", lambda r: edit(r["edits"], 2, start=0, end=1), ("edits/part-00000.jsonl", 1, "$.edits[2]"), "do not overlap"),
]


@pytest.mark.parametrize(("break_", "place", "words"), [b[1:] for b in BREAKS], ids=[b[0] for b in BREAKS])
def test_what_is_broken_is_told(tmp_path: Path, break_: Callable[[dict[str, Rows]], Any], place: tuple[str, int, str], words: str) -> None:
    rows = sample_rows()
    break_(rows)
    told = found(written(tmp_path, rows))
    where = [(Path(f.file).relative_to(tmp_path).as_posix(), f.line, f.fault.path) for f in told]
    assert place in where
    assert words in told[where.index(place)].fault.message
    assert {w[0] for w in where} == {place[0]}


def test_spans_ledgers_are_held_against_the_text(tmp_path: Path) -> None:
    rows = sample_rows()
    rows["edits"] = [{**r, "edits": [{k: v for k, v in e.items() if k != "removed"} for e in r["edits"]]} for r in rows["edits"]]
    assert found(written(tmp_path, rows)) == []
    edit(rows["edits"], 0, inserted="舟")
    assert [f.fault.path for f in found(written(tmp_path, rows))] == ["$.edits", "$.edits[0].inserted"]


def test_run_json_is_held_against_the_rows(tmp_path: Path) -> None:
    def change(run: dict[str, Any]) -> None:
        run["counts"]["kept"] = 7
        entries = run["shards"][0]["files"]
        entries[0]["rows"] = 9
        entries[1]["sha256"] = "0" * 64
        entries[2]["path"] = "rejected/part-9.jsonl"

    told = {f.fault.path: f.fault.message for f in found(written(tmp_path, sample_rows(), change))}
    assert list(told) == ["$.counts", "$.counts.kept", "$.shards[0].files[0].rows", "$.shards[0].files[1].sha256", "$.shards[0].files[2].path", "$.shards"]
    assert "an entry for rejected" in told["$.shards"]


def test_duplicates_speak_of_records(tmp_path: Path) -> None:
    rows = sample_rows()
    ids = [r["id"] for r in rows["records"]]
    run = written(tmp_path, rows)
    listed = [(ids[1], ids[0]), (ids[2], ids[2]), ("sha256:" + "0" * 64 + "-" + "0" * 8, ids[0]), (ids[1], ids[0])]
    lines = [orjson.dumps({"id": a, "duplicate_of": b, "kind": "text"}) for a, b in listed]
    (run / "duplicates.jsonl").write_bytes(b"\n".join(lines[:1]))
    assert found(run) == []
    (run / "duplicates.jsonl").write_bytes(b"\n".join(lines))
    assert [(f.line, f.fault.path) for f in found(run)] == [(2, "$.duplicate_of"), (3, "$.id"), (4, "$.id")]
    (run / "duplicates.jsonl").rename(tmp_path / "loose.jsonl")
    assert [f.line for f in found(tmp_path / "loose.jsonl")] == [2, 4]


LINES: list[tuple[bytes, str]] = [
    (b"", "an empty line"),
    (b"{", "no JSON"),
    (b'{"a":NaN}', "no JSON"),
    (b'{"a":"\\ud800"}', "no JSON"),
    (b'{"a":"\xff"}', "no JSON"),
    (b"\xef\xbb\xbf{}", "no JSON"),
    (b'{"id":"a","id":"b"}', 'the key "id" twice'),
    (b'{"raw":{"path":"a","path":"a"}}', 'the key "path" twice'),
    (b"[]", "[]"),
    (b"[" * 300 + b"]" * 300, "nested"),
    (b'{"a": ' * 1000 + b"1" + b"}" * 1000, "nested"),
    (b"[" * 5000 + b"]" * 5000, "no JSON"),
    (b'{"id": 1' + b"0" * 5000 + b"}", "no JSON"),
]


@pytest.mark.parametrize(("line", "words"), LINES)
def test_lines_that_are_no_rows(tmp_path: Path, line: bytes, words: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(orjson.dumps(sample_rows()["records"][0]) + b"\n" + line + b"\n")
    (told,) = found(path)
    assert told.line == 2
    assert words in told.fault.message


@given(st.lists(st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "surrogatepass")), max_size=4), st.sampled_from(SUFFIXES))
def test_no_bytes_end_the_reading(chunks: list[bytes], ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(b"\n".join(chunks))
        for fault in found(path):
            assert str(fault)


CHANGES = st.fixed_dictionaries(
    {}, optional={"start": st.integers(0, 400), "end": st.integers(0, 400), "removed": st.text(max_size=3), "inserted": st.text(max_size=3)}
)


@given(st.integers(0, 5), CHANGES)
def test_any_change_of_an_edit_is_found(n: int, change: dict[str, Any]) -> None:
    rows = sample_rows()
    before = rows["edits"][0]["edits"][n]
    edit(rows["edits"], n, **change)
    after = rows["edits"][0]["edits"][n]
    faults = [*coherence.of_row(rows["edits"][0], "edits")] or [*coherence.of_pair(rows["records"][0], rows["edits"][0])]
    assert bool(faults) is (before != after)


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_compressions(tmp_path: Path, ending: str) -> None:
    pack: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}
    data = b"".join(orjson.dumps(r) + b"\n" for r in sample_rows()["records"])
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(pack[ending](data))
    check = Check()
    assert list(check.of_path(str(tmp_path))) == []
    assert check.rows == 3
    path.write_bytes(pack[ending](data[:50]) + pack[ending](data[50:]))
    assert not found(path)
    path.write_bytes(pack[ending](data)[:-9])
    assert len(found(path)) == 1


def test_the_schema_of_a_loose_file_is_told_by_its_keys(tmp_path: Path) -> None:
    for name, rows in sample_rows().items():
        (tmp_path / f"x-{name}.jsonl").write_bytes(b"".join(orjson.dumps(r) + b"\n" for r in rows))
    assert found(tmp_path) == []


def test_ids_stand_once_across_files(tmp_path: Path) -> None:
    row = orjson.dumps(sample_rows()["records"][0])
    (tmp_path / "a.jsonl").write_bytes(row)
    (tmp_path / "b.jsonl").write_bytes(row)
    (told,) = found(tmp_path)
    assert (told.file, told.fault.path) == (str(tmp_path / "b.jsonl"), "$.id")
    assert "a.jsonl:1 has it" in told.fault.expected


def call(*args: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["validate", *map(str, args)])
    return result.exit_code, result.stdout, result.stderr


def test_command(tmp_path: Path) -> None:
    run = written(tmp_path / "run", sample_rows())
    assert call(run) == (0, "", "3 files, 7 rows: no faults\n")
    rows = sample_rows()
    for n in range(3):
        set_(rows["records"], n, lang="?")
    bad = written(tmp_path / "bad", rows)
    code, out, err = call(bad)
    assert (code, len(out.splitlines())) == (1, 3)
    code, out, err = call("--max-errors", "2", "--json", bad)
    assert (code, len(out.splitlines()), "stopped after 2" in err) == (1, 2, True)
    assert orjson.loads(out.splitlines()[1]) == {
        "file": str(bad / "records/part-00000.jsonl"),
        "line": 2,
        "path": "$.lang",
        "found": '"?"',
        "expected": "BCP 47 tag of the text, such as zh-Hans, or und",
    }


def test_command_on_single_rows_and_stdin(tmp_path: Path) -> None:
    run = written(tmp_path, sample_rows())
    assert call(run / "run.json") == (0, "", "1 file, 1 row: no faults\n")
    row = json.dumps(sample_rows()["records"][0], indent=1)
    (tmp_path / "row.json").write_text(row)
    assert call(tmp_path / "row.json")[0] == 0
    for text, code in (((run / "records/part-00000.jsonl").read_text("utf-8"), 0), ("[]\n", 1)):
        assert CliRunner().invoke(main, ["validate", "-"], input=text).exit_code == code


def test_command_with_a_schema_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text('{"required": ["n"]}')
    (tmp_path / "rows.jsonl").write_text('{"n": 1}\n{}\n')
    code, out, _ = call("--schema", tmp_path / "own.json", tmp_path / "rows.jsonl")
    assert (code, out) == (1, f"{tmp_path / 'rows.jsonl'}:2: $: no key 'n'; expected the key 'n'\n")


@pytest.mark.parametrize("args", [("nowhere.jsonl",), ("--schema", "nowhere.json", "x.jsonl"), (), ("tests",)])
def test_command_wrong_usage(args: tuple[str, ...]) -> None:
    assert call(*args)[0] == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04\x00\n\x00\n", "a ZIP archive (`jiaokan verify` proves a package); expected rows: JSON Lines"),
        (b"data".ljust(257, b"\0") + b"ustar\0\n{}\n", "a tar archive (`jiaokan verify`"),
        (gzip.compress(b"{}\n" * 9), "gzip data"),
        (b"{}\0\n{}\n", "binary data"),
    ],
)
def test_what_is_no_text_is_told_once(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "a").write_bytes(data)
    (told,) = found(tmp_path / "a")
    assert (told.line, told.fault.message.startswith(words)) == (1, True)
