"""Drops that are no text at all: pictures, archives, office files, programs."""

from __future__ import annotations

# First bytes of files; source: the formats' own specifications.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"%PDF-", "PDF document"),
    (b"PK\x03\x04", "ZIP archive or office document"),
    (b"PK\x05\x06", "ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE document"),
    (b"\x1f\x8b\x08", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x7fELF", "ELF program"),
    (b"\xca\xfe\xba\xbe", "Java class"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"OggS\x00", "Ogg media"),
    (b"ID3\x03", "MP3 sound"),
    (b"ID3\x04", "MP3 sound"),
    (b"FLV\x01", "Flash video"),
    (b"\x1aE\xdf\xa3", "Matroska media"),
    (b"wOFF", "web font"),
    (b"wOF2", "web font"),
)
_RIFF = {b"WEBP": "WebP image", b"WAVE": "WAVE sound", b"AVI ": "AVI video"}
_FIRST = frozenset({*(mark[:2] for mark, _ in SIGNATURES), b"RI", b"\0\0"})
_CONTROLS = bytes(c for c in range(0x20) if c not in b"\t\n\r\f\x1b\x0e\x0f") + b"\x7f"
_HEAD = 4096


def binary_kind(data: bytes) -> str:
    """What kind of file the first bytes tell of, or ""."""
    if data[:2] not in _FIRST:
        return ""
    for mark, kind in SIGNATURES:
        if data.startswith(mark):
            return kind
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12], "")
    return "MP4 media" if data[4:8] == b"ftyp" and data[:2] == b"\x00\x00" else ""


def holds_controls(data: bytes, allowed: int = 4, share: int = 14) -> bool:
    """Say whether the head holds so many control bytes that it is no 8-bit text (a stray NUL here and there is damage).

    `allowed` of them are, and one in `share` bytes.
    """
    head = data[:_HEAD]
    return len(head) - len(head.translate(None, _CONTROLS)) > max(allowed, len(head) // share)
