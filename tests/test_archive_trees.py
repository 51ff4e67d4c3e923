"""Packages as trees: what is no plain file, or stands twice, is a finding; a damaged archive says so."""

from __future__ import annotations

import io
import os
import re
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.archive.trees import BrokenArchiveError, FolderTree, TreeError, open_tree
from toolkit.cli import main


def findings(path: Path) -> list[tuple[str, str, str]]:
    return [(f.check, f.path, f.found) for f in open_tree(path).tree.findings]


def test_a_folder_with_what_is_no_file(tmp_path: Path) -> None:
    root = tmp_path / "p"
    (root / "data").mkdir(parents=True)
    (root / "data" / "a.txt").write_text("a")
    (root / "data" / "inside").symlink_to("a.txt")
    (root / "data" / "outside").symlink_to(tmp_path)
    os.mkfifo(root / "data" / "pipe")
    tree = FolderTree(root)
    assert tree.files == {"data/a.txt": 1, "data/inside": 1}
    assert [(f.check, f.path) for f in tree.findings] == [("tree.link", "data/outside"), ("tree.kind", "data/pipe")]


def test_a_folder_that_may_not_be_read_is_told_and_the_rest_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("closed", "open"):
        (tmp_path / "p" / name).mkdir(parents=True)
        (tmp_path / "p" / name / "a.txt").write_text("a")
    look = os.scandir

    def scandir(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    tree = FolderTree(tmp_path / "p")
    assert list(tree.files) == ["open/a.txt"]
    assert [(f.check, f.path, f.found) for f in tree.findings] == [("tree.folder", "closed", "Permission denied")]


def tar(path: Path, members: list[tuple[str, bytes | None]]) -> Path:
    """A tar file; a member without bytes is a link out of it."""
    with tarfile.open(path, "w") as out:
        for name, data in members:
            entry = tarfile.TarInfo(name)
            if data is None:
                entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/hostname"
            else:
                entry.size = len(data)
            out.addfile(entry, io.BytesIO(data or b""))
    return path


def packed(path: Path, members: list[tuple[str, bytes | None]]) -> Path:
    """The same as a zip file."""
    with zipfile.ZipFile(path, "w") as out:
        for name, data in members:
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, ((stat.S_IFLNK if data is None else stat.S_IFREG) | 0o644) << 16
            out.writestr(entry, b"/etc/hostname" if data is None else data)
    return path


Make = Callable[[Path, list[tuple[str, bytes | None]]], Path]
MEMBERS: list[tuple[str, bytes | None]] = [("./p/a.txt", b"a"), ("./p/link", None), ("./p/a.txt", b"b")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("make", "suffix", "link"), [(tar, "tar", "a link or a device"), (packed, "zip", "a link")])
def test_archives_with_links_and_twins(make: Make, suffix: str, link: str, tmp_path: Path) -> None:
    path = make(tmp_path / f"p.{suffix}", MEMBERS)
    tree = open_tree(path).tree
    assert (tree.name, tree.files) == ("p", {"a.txt": 1})
    assert findings(path) == [("tree.kind", "link", link), ("tree.twice", "a.txt", "two")]


@pytest.mark.parametrize(("make", "suffix"), [(tar, "tar"), (packed, "zip")])
def test_archives_without_one_top_folder(make: Make, suffix: str, tmp_path: Path) -> None:
    path = make(tmp_path / f"p.{suffix}", [("p/a.txt", b"a"), ("q/b.txt", b"b")])
    assert findings(path) == [("tree.top", ".", "2: p, q")]


@pytest.mark.parametrize("suffix", ["tar", "zip"])
def test_what_is_no_archive(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"p.{suffix}"
    path.write_bytes(b"no archive" * 100)
    with pytest.raises(BrokenArchiveError):
        open_tree(path)
    for command in (["restore", str(path), "0" * 64], ["export", str(path), str(tmp_path / "out"), "--format", "txt"]):
        done = CliRunner().invoke(main, command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert re.search(rf"{re.escape(str(path))}: expected a folder, or a .tar or .zip archive, found [^\n]*[^:\n]\n\Z", done.stderr), done.stderr
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, f"{path}: invalid, 1 fault")


@pytest.mark.parametrize("make", [tar, packed])
def test_an_archive_without_members(make: Make, tmp_path: Path) -> None:
    path = make(tmp_path / f"p.{'tar' if make is tar else 'zip'}", [])
    assert findings(path) == [("tree.top", ".", "an empty archive")]
    done = CliRunner().invoke(main, ["export", str(path), str(tmp_path / "out"), "--format", "txt"])
    assert (done.exit_code, f"{path}: neither a run" in done.stderr) == (2, True)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TreeError, match="No such file"):
        open_tree(tmp_path / "p.zip")


def test_members_that_cannot_be_read(tmp_path: Path) -> None:
    zipped = packed(tmp_path / "p.zip", [("p/a.txt", b"a")])
    tree = open_tree(zipped).tree
    zipped.write_bytes(b"\0" * zipped.stat().st_size)
    with pytest.raises(OSError, match="magic number"):
        tree.open("a.txt")
