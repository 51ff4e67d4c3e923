"""Folders walked."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.archive.trees import FolderTree
from toolkit.cli import main
from toolkit.cli.common import files_under
from toolkit.rows.folders import find
from toolkit.sources import Walk
from toolkit.walk import walk


def test_each_folder_before_those_in_it_names_in_order_links_not_followed(tmp_path: Path) -> None:
    for name in ("b/2", "b/1", "a", "c/d/e"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "z").symlink_to("a")
    found = [(os.path.relpath(f.path, tmp_path), f.folders, f.names) for f in walk(str(tmp_path))]
    assert found == [(".", ["b", "c"], ["a", "z"]), ("b", [], ["1", "2"]), ("c", ["d"], []), ("c/d", [], ["e"])]


def test_a_folder_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (told,) = walk(str(tmp_path / "file"))
    assert isinstance(told.fault, NotADirectoryError)


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file in more folders than Python calls functions in each other."""
    top = tmp_path_factory.mktemp("deep") / "top"
    top.mkdir()
    handle = os.open(top, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("d", dir_fd=handle)
        below = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    os.close(os.open("x.jsonl", os.O_CREAT, dir_fd=handle))
    os.close(handle)
    yield top
    os.system(f"rm -r '{top}'")  # shutil.rmtree recurses


def test_no_depth_ends_a_walk(deep: Path) -> None:
    assert len(list(files_under([str(deep)]))) == 1
    assert len(find(str(deep))[1]) == 1
    assert len(list(Walk(str(deep), "deep").entries(Counter()))) == 1
    assert len(FolderTree(deep).files) == 1


def test_a_folder_that_can_not_be_read_does_not_cost_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("渡口", "utf-8")
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    for name in ("detect", "normalize"):
        done = CliRunner().invoke(main, [name, str(tmp_path)])
        assert (done.exit_code, done.stdout.count("渡口") + done.stdout.count("a.txt")) == (2, 1), name
        assert done.stderr.startswith(f"{tmp_path / 'closed'}: "), name
    done = CliRunner().invoke(main, ["validate", str(tmp_path)])
    assert (done.exit_code, done.stderr) == (2, f"Error: {tmp_path / 'closed'}: Permission denied\n")
