"""Taking one document out of a package: raw bytes, source text, text."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.package_sample import ABOUT, DROPS, drops, finished_run, sample_package
from toolkit.archive import package
from toolkit.archive.restore import RestoreError, restore
from toolkit.archive.trees import open_tree
from toolkit.cli import main
from toolkit.decode import decode


def documents() -> list[tuple[str, str, str]]:
    """Id, name of the drop and text ("" for a rejected one) of every document of the sample."""
    out = []
    for kind in ("records", "rejected"):
        for line in gzip.decompress((sample_package() / f"data/{kind}/part-00000.jsonl.gz").read_bytes()).splitlines():
            row = json.loads(line)
            out.append((row["id"], row["raw"]["container"], row.get("text", "")))
    return out


@pytest.mark.parametrize(("suffix", "raw_as"), [("", "files"), (".zip", "warc")])
def test_everything_can_be_given_back(suffix: str, raw_as: str) -> None:
    tree = open_tree(sample_package(suffix, raw_as)).tree
    for ident, name, text in documents():
        assert restore(tree, ident, "raw") == DROPS[name]
        assert restore(tree, ident, "source").decode() == decode(DROPS[name], media_type="text/html" if name.endswith("html") else "text/plain").text
        if text:
            assert restore(tree, ident, "text").decode() == text


def test_source_without_removed_text(tmp_path: Path) -> None:
    tree = open_tree(package([finished_run("spans")], tmp_path / "p", ABOUT, [drops()])).tree
    ident = next(i for i, name, _ in documents() if name == "gb.txt")
    assert restore(tree, ident, "source").decode() == DROPS["gb.txt"].decode("gb18030")


def test_what_cannot_be_given_back() -> None:
    tree = open_tree(sample_package()).tree
    with pytest.raises(RestoreError, match="no document"):
        restore(tree, "0" * 64)
    with pytest.raises(RestoreError, match="documents have ids"):
        restore(tree, "sha256:")
    with pytest.raises(RestoreError, match="was rejected"):
        restore(tree, next(i for i, _, text in documents() if not text), "text")


def test_command(tmp_path: Path) -> None:
    ident, name, _ = documents()[0]
    call = ["restore", str(sample_package()), ident.removeprefix("sha256:"), "-o", str(tmp_path / "out")]
    assert CliRunner().invoke(main, call).exit_code == 0
    assert (tmp_path / "out").read_bytes() == DROPS[name]
    assert CliRunner().invoke(main, call).exit_code == 2  # it exists
    assert CliRunner().invoke(main, ["restore", str(sample_package()), ident]).stdout_bytes == DROPS[name]
    assert CliRunner().invoke(main, ["restore", str(tmp_path / "nothing"), ident]).exit_code == 2
