"""Verifying: every change is found and its place named; a bag that others made is judged as a bag."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.package_sample import sample_package
from toolkit.archive.bag import ALGORITHMS, manifest
from toolkit.archive.trees import TreeError
from toolkit.archive.verify import verify
from toolkit.cli import main


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_package(), tmp_path / "渡口"))


def files(root: Path) -> list[str]:
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def damage(root: Path, kind: str, name: str, rnd: random.Random) -> set[str]:
    """Do one damage to one file; the names that must be told."""
    path, data = root / name, bytearray((root / name).read_bytes())
    at = rnd.randrange(len(data))
    if kind == "delete":
        path.unlink()
        return {name}
    if kind in ("rename", "add"):
        other = path.with_name(path.name + "~")
        (path.rename if kind == "rename" else lambda to: shutil.copy(path, to))(other)
        return {name, name + "~"} if kind == "rename" else {name + "~"}
    if kind == "bit":
        data[at] ^= 1 << rnd.randrange(8)
    elif kind == "insert":
        data[at:at] = rnd.choice([b" ", b"\n", b"\r", b"x"])
    else:
        del data[at:]
    path.write_bytes(data)
    return {name}


KINDS = ("bit", "bit", "insert", "truncate", "delete", "rename", "add")


@pytest.mark.parametrize("seed", range(4))
def test_every_change_is_found_and_named(seed: int, copy: Path) -> None:
    rnd = random.Random(seed)
    names = files(copy)
    for _ in range(20):
        name, kind = rnd.choice(names), rnd.choice(KINDS)
        told = damage(copy, kind, name, rnd)
        report = verify(copy)
        errors = [f.path for f in report.findings if f.level == "error"]
        assert not report.valid, (kind, name)
        assert all(any(t in e for e in errors) for t in told), (kind, name, errors)
        shutil.rmtree(copy)
        shutil.copytree(sample_package(), copy)


@pytest.mark.parametrize("suffix", [".tar", ".zip"])
def test_every_byte_of_an_archive_counts(suffix: str, tmp_path: Path) -> None:
    rnd = random.Random(suffix)
    whole = sample_package(suffix).read_bytes()
    changed = tmp_path / f"p{suffix}"
    for _ in range(25):
        data = bytearray(whole)
        at = rnd.randrange(len(data))
        data[at] ^= 1 << rnd.randrange(8)
        changed.write_bytes(data)
        assert not verify(changed).valid, at


Change = Callable[[dict[str, Any]], object]


def rebag(root: Path) -> None:
    """Make the manifests right again, as one would who wants a change to go unseen."""
    payload = [n for n in files(root) if n.startswith("data/")]
    info = (root / "bag-info.txt").read_text("utf-8").splitlines(keepends=True)
    oxum = f"Payload-Oxum: {sum((root / n).stat().st_size for n in payload)}.{len(payload)}\n"
    (root / "bag-info.txt").write_text("".join(oxum if line.startswith("Payload-Oxum") else line for line in info), "utf-8")
    for prefix, names in (("manifest", payload), ("tagmanifest", None)):
        for algorithm in ALGORITHMS:
            listed = names if names is not None else [n for n in files(root) if not n.startswith(("data/", "tagmanifest-"))]
            entries = [(n, hashlib.new(algorithm, (root / n).read_bytes()).hexdigest()) for n in listed]
            (root / f"{prefix}-{algorithm}.txt").write_bytes(manifest(entries))


def first_row(root: Path, kind: str, change: Change) -> None:
    file = root / ("data/duplicates.jsonl.gz" if kind == "duplicates" else f"data/{kind}/part-00000.jsonl.gz")
    rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    change(rows[0])
    file.write_bytes(gzip.compress(b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in rows), mtime=0))


REBAGGED: list[tuple[str, str, Change, str, str]] = [
    ("text changed", "records", lambda r: r.update(text=r["text"] + "也"), "row.coherence", "data/records/part-00000.jsonl.gz:1 $.text_sha256"),
    ("not by the schema", "records", lambda r: r.update(char_count="many"), "row.schema", "data/records/part-00000.jsonl.gz:1 $.char_count"),
    ("pointer out of the bag", "records", lambda r: r["raw"].update(path="../../etc/hostname"), "raw.missing", "data/records/part-00000.jsonl.gz:1 $.raw"),
    ("pointer elsewhere", "records", lambda r: r["raw"].update(path="data/run.json"), "raw.digest", "data/records/part-00000.jsonl.gz:1 $.raw"),
    ("edit widened", "edits", lambda r: r["edits"][0].update(end=r["edits"][0]["end"] + 1), "row.ledger", "data/edits/part-00000.jsonl.gz:1 $.edits[0]"),
    ("removed text forged", "edits", lambda r: r["edits"][0].update(removed="x" * len(r["edits"][0]["removed"])), "row.ledger", "input_sha256"),
    ("ledger of another", "edits", lambda r: r.update(id="sha256:" + "0" * 64 + "-00000000"), "row.ledger", "data/edits/part-00000.jsonl.gz:1 $.id"),
    ("rejected pointer", "rejected", lambda r: r["raw"].update(bytes=7), "raw.digest", "data/rejected/part-00000.jsonl.gz:1 $.raw"),
]


@pytest.mark.parametrize(("what", "kind", "change", "check", "place"), REBAGGED, ids=[c[0] for c in REBAGGED])
def test_a_change_under_new_manifests_is_found(what: str, kind: str, change: Change, check: str, place: str, copy: Path) -> None:
    first_row(copy, kind, change)
    rebag(copy)
    report = verify(copy)
    assert any(f.check == check and place in f.path for f in report.findings), report.findings
    assert any(f.check == "meta.stale" and "datapackage.json" in f.path for f in report.findings)
    assert any(f.check == "meta.shards" for f in report.findings)


SCHEMAS: list[tuple[bytes, str, str]] = [
    (b"{", "data/schema/article.schema.json", "a JSON Schema"),
    (b'{"$ref": "http://127.0.0.1:9/none.json"}', "data/schema/article.schema.json", "a JSON Schema"),
    (b'{"properties": {"raw": {"properties": {"bytes": {"maximum": 1}}}}}', "$.raw.bytes", "what schema/article.schema.json asks for"),
]


@pytest.mark.parametrize(("schema", "place", "expected"), SCHEMAS)
def test_the_schema_in_the_package_counts(schema: bytes, place: str, expected: str, copy: Path) -> None:
    (copy / "data/schema/article.schema.json").write_bytes(schema)
    rebag(copy)
    assert any(f.check == "row.schema" and f.path.endswith(place) and f.expected == expected for f in verify(copy).findings)


def test_a_lost_row_is_counted(copy: Path) -> None:
    for kind in ("records", "edits"):
        file = copy / f"data/{kind}/part-00000.jsonl.gz"
        file.write_bytes(gzip.compress(b"".join(gzip.decompress(file.read_bytes()).splitlines(keepends=True)[:-1]), mtime=0))
    rebag(copy)
    assert {f.path for f in verify(copy).findings if f.check == "meta.counts"} == {"data/run.json $.counts", "data/datapackage.json $.counts"}


def test_a_file_under_new_manifests_must_be_described(copy: Path) -> None:
    (copy / "data/raw/note.txt").write_text("x", "utf-8")
    rebag(copy)
    assert {f.check for f in verify(copy).findings} == {"meta.cover"}


def test_deep_runs_the_ladder_again(copy: Path) -> None:
    assert verify(copy, deep=True).findings == []
    first_row(copy, "records", lambda r: r.update(title="另一个题目"))
    rebag(copy)
    assert any(f.check == "deep.record" and f.path == "data/records/part-00000.jsonl.gz:1 $.title" for f in verify(copy, deep=True).findings)


def test_verifying_never_writes(copy: Path) -> None:
    before = {n: ((copy / n).stat().st_mtime_ns, (copy / n).read_bytes()) for n in files(copy)}
    verify(copy, deep=True)
    assert {n: ((copy / n).stat().st_mtime_ns, (copy / n).read_bytes()) for n in files(copy)} == before


def bag(root: Path, version: str = "1.0", **changes: bytes | None) -> Path:
    """A small bag made by hand; `changes` replace tag files (None: leave out), dots and dashes in names as __ and _."""
    digest = hashlib.sha256(b"hello\n").hexdigest().encode()
    tags: dict[str, bytes | None] = {
        "bagit.txt": f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n".encode(),
        "manifest-sha256.txt": digest + b"  data/hello.txt\n",
        **{name.replace("__", ".").replace("_", "-"): data for name, data in changes.items()},
    }
    (root / "data").mkdir(parents=True)
    (root / "data/hello.txt").write_bytes(b"hello\n")
    for name, data in tags.items():
        if data is not None:
            (root / name).write_bytes(data)
    return root


H = hashlib.sha256(b"hello\n").hexdigest().encode()
DECLARED = b"Tag-File-Character-Encoding: UTF-8\n"
FOREIGN: list[tuple[str, str, dict[str, bytes | None], bool, str]] = [
    ("plain", "1.0", {}, True, "bag.tagmanifest"),
    ("no declaration", "1.0", {"bagit__txt": None}, False, "bag.declaration"),
    ("byte order mark", "0.97", {"bagit__txt": b"\xef\xbb\xbfBagIt-Version: 0.97\n" + DECLARED}, False, "bag.declaration"),
    ("blank before the colon in 1.0", "1.0", {"bagit__txt": b"BagIt-Version : 1.0\n" + DECLARED}, False, "bag.declaration"),
    ("blank before the colon in 0.97", "0.97", {"bagit__txt": b"BagIt-Version : 0.97\n" + DECLARED}, True, "bag.tagmanifest"),
    ("odd version", "1.0", {"bagit__txt": b"BagIt-Version: .97\n" + DECLARED}, False, "bag.declaration"),
    ("unknown encoding", "1.0", {"bagit__txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: klingon\n"}, False, "bag.declaration"),
    ("no manifest", "1.0", {"manifest_sha256__txt": None}, False, "bag.manifest"),
    ("unknown algorithm", "1.0", {"manifest_rot13__txt": b"00  data/hello.txt\n"}, False, "bag.algorithm"),
    ("listed twice in 1.0", "1.0", {"manifest_sha256__txt": 2 * (H + b"  data/hello.txt\n")}, False, "bag.manifest"),
    ("listed twice in 0.97", "0.97", {"manifest_sha256__txt": 2 * (H + b"  data/hello.txt\n")}, True, "bag.manifest"),
    ("asterisk", "1.0", {"manifest_sha256__txt": H + b" *data/hello.txt\n"}, True, "bag.manifest"),
    ("dot slash", "1.0", {"manifest_sha256__txt": H + b"  ./data/hello.txt\n"}, True, "bag.path"),
    ("capital digits", "1.0", {"manifest_sha256__txt": H.upper() + b"  data/hello.txt\n"}, True, "bag.tagmanifest"),
    ("out of the bag", "1.0", {"manifest_sha256__txt": H + b"  data/hello.txt\n" + H + b"  data/../../x\n"}, False, "bag.path"),
    ("absolute path", "1.0", {"manifest_sha256__txt": H + b"  data/hello.txt\n" + H + b"  /etc/hostname\n"}, False, "bag.path"),
    ("home of a user", "1.0", {"manifest_sha256__txt": H + b"  data/hello.txt\n" + H + b"  ~root/x\n"}, False, "bag.path"),
    ("no digest", "1.0", {"manifest_sha256__txt": b"hello\n"}, False, "bag.manifest"),
    ("missing file", "1.0", {"manifest_sha256__txt": H + b"  data/hello.txt\n" + H + b"  data/gone.txt\n"}, False, "bag.missing"),
    ("second manifest shorter", "1.0", {"manifest_md5__txt": b""}, False, "bag.manifest"),
    ("oxum", "1.0", {"bag_info__txt": b"Payload-Oxum: 7.1\n"}, False, "bag.oxum"),
    ("info without a colon", "1.0", {"bag_info__txt": b"nothing\n"}, False, "bag.info"),
    (
        "still to be fetched",
        "1.0",
        {"manifest_sha256__txt": H + b"  data/hello.txt\n" + H + b"  data/f\n", "fetch__txt": b"http://h/f - data/f\n"},
        False,
        "bag.missing",
    ),
    ("line that is no fetch", "1.0", {"fetch__txt": b"http://h/f\n"}, False, "bag.fetch"),
    ("fetched and not listed", "1.0", {"fetch__txt": b"http://h/f - data/f\n"}, False, "bag.fetch"),
    ("empty member of a path", "1.0", {"manifest_sha256__txt": H + b"  data/hello.txt\n" + H + b"  data//hello.txt\n"}, False, "bag.path"),
    ("payload manifest of a tag file", "1.0", {"manifest_sha256__txt": H + b"  data/hello.txt\n" + H + b"  bagit.txt\n"}, False, "bag.path"),
    ("version to come", "1.7", {}, True, "bag.declaration"),
    ("something else declared", "1.0", {"bagit__txt": b"BagIt-Version: 1.0\nSize: 7\n" + DECLARED}, False, "bag.declaration"),
    ("a value over two lines", "1.0", {"bag_info__txt": b"Payload-Oxum: 6.1\nExternal-Description: a\n  bag\n"}, True, "bag.tagmanifest"),
    ("fetch to elsewhere", "1.0", {"fetch__txt": b"http://h/f - /etc/x\n"}, False, "bag.path"),
    ("tag manifest stale", "1.0", {"tagmanifest_sha256__txt": H + b"  bagit.txt\n"}, False, "bag.digest"),
]


@pytest.mark.parametrize(("what", "version", "changes", "valid", "check"), FOREIGN, ids=[c[0] for c in FOREIGN])
def test_any_bag(what: str, version: str, changes: dict[str, bytes | None], valid: bool, check: str, tmp_path: Path) -> None:
    report = verify(bag(tmp_path / "bag", version, **changes))
    assert not report.ours
    assert report.valid == valid, report.findings
    assert check in {f.check for f in report.findings}


def test_names_that_another_system_may_not_keep_apart(tmp_path: Path) -> None:
    """A decomposed name in the manifest, composed on disk; a name that differs in case alone; what a system leaves behind."""
    names = ("data/café.txt", "data/Hello.txt", "data/.DS_Store")
    listed = ("data/hello.txt", "data/cafe\u0301.txt", *names[1:])
    made = bag(tmp_path / "bag", manifest_sha256__txt="".join(f"{H.decode()}  {name}\n" for name in listed).encode())
    for name in names:
        (made / name).write_bytes(b"hello\n")
    report = verify(made)
    assert report.valid
    warned = {(f.check, f.path) for f in report.findings if f.level == "warning"}
    assert {("bag.path", "manifest-sha256.txt:2"), ("bag.name", "data/hello.txt"), ("bag.name", "data/.DS_Store")} <= warned


def test_tag_files_in_utf_16(tmp_path: Path) -> None:
    made = bag(
        tmp_path / "bag",
        bagit__txt=b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n",
        manifest_sha256__txt=f"{H.decode()}  data/hello.txt\n".encode("utf-16"),
    )
    assert verify(made).valid


def test_links_out_of_the_bag_are_not_followed(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag")
    (tmp_path / "secret").write_bytes(b"hello\n")
    (made / "data/hello.txt").unlink()
    (made / "data/hello.txt").symlink_to(tmp_path / "secret")
    assert {"tree.link", "bag.missing"} <= {f.check for f in verify(made).findings}


def test_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(TreeError):
        verify(tmp_path / "nothing")
    assert CliRunner().invoke(main, ["verify", str(tmp_path / "nothing")]).exit_code == 2
    (tmp_path / "x.tar").write_bytes(b"no archive")
    assert not verify(tmp_path / "x.tar").valid
    (tmp_path / "empty").mkdir()
    assert not verify(tmp_path / "empty").valid


def test_command(copy: Path) -> None:
    done = CliRunner().invoke(main, ["verify", str(copy)])
    assert (done.exit_code, done.output) == (0, f"{copy}: valid ({len(files(copy))} files, 10 rows)\n")
    (copy / "data/README.md").unlink()
    done = CliRunner().invoke(main, ["verify", str(copy)])
    assert done.exit_code == 1
    assert "error: data/README.md: bag.missing: expected a file (listed in manifest-sha256.txt:1, manifest-sha512.txt:1), found no such file\n" in done.output
    told = json.loads(CliRunner().invoke(main, ["verify", "--json", str(copy)]).output)
    assert told["valid"] is False
    assert set(told["findings"][0]) == {"check", "path", "expected", "found", "level"}


JUNK: list[Any] = [None, [], {}, -1, 1e300, "", True, "\0", {"a": 1}, "../../x", 10**18]


def spoiled(value: Any, rnd: random.Random) -> Any:
    """A value with one part of it gone, renamed or become something else."""
    if isinstance(value, dict) and value and rnd.random() < 0.8:
        key = rnd.choice(list(value))
        part = value.pop(key)
        if rnd.random() < 0.8:
            value[key if rnd.random() < 0.8 else f"x{key}"] = spoiled(part, rnd)
        return value
    if isinstance(value, list) and value and rnd.random() < 0.8:
        at = rnd.randrange(len(value))
        value[at] = spoiled(value[at], rnd)
        return value
    return rnd.choice(JUNK)


@pytest.mark.parametrize("seed", range(12))
def test_no_row_and_no_schema_makes_it_stumble(seed: int, copy: Path) -> None:
    rnd = random.Random(seed)
    (copy / "data/schema/article.schema.json").write_bytes(b"{}")  # takes anything
    first_row(copy, rnd.choice(["records", "edits", "rejected", "duplicates"]), lambda row: spoiled(row, rnd))
    run_info = json.loads((copy / "data/run.json").read_bytes())
    (copy / "data/run.json").write_text(json.dumps(spoiled(run_info, rnd)), "utf-8")
    rebag(copy)
    assert not verify(copy, deep=True).valid
