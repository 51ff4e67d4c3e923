"""`jiaokan normalize`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import main

HANS = "山上的雪开始融化，村里的人们都到桥边来看热闹。"
HANT = "山上的雪開始融化，村裡的人們都到橋邊來看熱鬧。"


def run(*args: str, data: bytes = b"") -> tuple[int, bytes]:
    result = CliRunner().invoke(main, ["normalize", *args], input=data)
    return result.exit_code, result.stdout_bytes


@pytest.mark.parametrize(
    ("args", "text", "expected"),
    [
        ((), HANT, HANS),
        (("-",), f"\r\n  {HANT}\r\n\r\n", f"\r\n  {HANS}\r\n\r\n"),
        (("--script", "hant-tw"), HANS, HANT),
        (("--script", "keep"), HANT, HANT),
        (("--script", "keep", "--quotes", "curly"), HANS + "「好」", HANS + "“好”"),
        (("--quotes", "corner"), HANS + "“好”，it’s", HANS + "「好」，it’s"),
        (("--width", "full"), HANS + "好,好!(对)1,2", HANS + "好，好！（对）1,2"),
        (("--width", "half"), HANS + "好，", HANS.replace("，", ",") + "好,"),
        ((), HANT + "他唱著歌，著名作家", HANS + "他唱着歌，著名作家"),
        (("--no-corrections",), HANT + "他唱著歌", HANS + "他唱著歌"),
        ((), "", ""),
        ((), '<p class="來">' + HANT + "</p>", '<p class="来">' + HANS + "</p>"),
    ],
)
def test_filter(args: tuple[str, ...], text: str, expected: str) -> None:
    assert run(*args, data=text.encode()) == (0, expected.encode())


def test_other_encodings_come_out_as_utf8() -> None:
    assert run(data=(HANT * 3).encode("big5")) == (0, (HANS * 3).encode())


def test_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(HANT + "\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(HANS + "\n", encoding="utf-8")
    assert run(str(tmp_path)) == (0, f"{HANS}\n{HANS}\n".encode())


def test_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HANT, encoding="utf-8")
    assert run("-i", str(path)) == (0, b"")
    assert path.read_text(encoding="utf-8") == HANS
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_what_is_no_text_is_passed_over_and_told(tmp_path: Path) -> None:
    """A picture in a folder stays a picture, and bytes that nobody can read are not lost to U+FFFD; the rest is converted."""
    held = {"a.png": b"\x89PNG\r\n\x1a\n\xff\xfe", "b.txt": HANT.encode() + b"\xff", "c.txt": HANT.encode()}
    for name, raw in held.items():
        (tmp_path / name).write_bytes(raw)
    os.mkfifo(tmp_path / "d.txt")
    result = CliRunner().invoke(main, ["normalize", "-i", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.removeprefix(f"{tmp_path}/") for line in result.stderr.splitlines()] == [
        "a.png: no text: PNG image",
        f"b.txt: left as it is: 1 bytes can't be decoded, the first at byte {len(HANT.encode())}",
    ]
    assert {name: (tmp_path / name).read_bytes() for name in held} == held | {"c.txt": HANS.encode()}
    assert run(data=held["a.png"]) == (2, b"")
    assert run(data=held["b.txt"]) == (0, f"{HANS}\ufffd".encode())


def test_in_place_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HANT, encoding="utf-8")
    path.chmod(0o640)
    assert run("-i", str(path)) == (0, b"")
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("args", [("-i",), ("-i", "-"), ("nowhere.txt",), ("--script", "latin")])
def test_wrong_usage_and_unreadable_input(args: tuple[str, ...]) -> None:
    assert run(*args)[0] == 2
