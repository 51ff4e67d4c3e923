"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.atomic import NewFile, write_atomically


def _breaking_off(fault: BaseException) -> Iterator[bytes]:
    yield b"half"
    raise fault


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    new = NewFile(path)
    new.stream.write(b"new")
    assert path.read_bytes() == b"old"
    new.commit()
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("fault", [ValueError("no"), KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_what_breaks_off_leaves_what_was_there(fault: BaseException, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(type(fault)):
        write_atomically(tmp_path / "a", _breaking_off(fault))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


def test_a_fault_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    for path, number in ((tmp_path / "no" / "a", errno.ENOENT), (Path("/dev/full"), errno.ENOSPC), (tmp_path, errno.EISDIR)):
        with pytest.raises(OSError, match=r".") as raised:
            write_atomically(path, [b"x"])
        assert (raised.value.filename, raised.value.errno) == (str(path), number)


def test_a_full_disk_is_told_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space") as raised:
        write_atomically(tmp_path / "a", _breaking_off(OSError(errno.ENOSPC, "No space left on device")))
    assert raised.value.filename == str(tmp_path / "a")


def test_mode_and_links_stay(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    write_atomically(tmp_path / "link", [b"new"])
    assert (tmp_path / "link").is_symlink()
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "a").stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_device_and_a_pipe_are_written_to_and_not_replaced(tmp_path: Path) -> None:
    write_atomically(Path(os.devnull), [b"x"])
    assert not Path(os.devnull).is_file()
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_atomically(tmp_path / "pipe", [b"x", b"y"])
    reader.join()
    assert (got, (tmp_path / "pipe").is_fifo()) == ([b"xy"], True)


@pytest.mark.parametrize("name", ["长" * 85, "x" * 255])
def test_names_as_long_as_a_file_system_takes_them(name: str, tmp_path: Path) -> None:
    write_atomically(tmp_path / name, [b"x"])
    assert os.listdir(tmp_path) == [name]
