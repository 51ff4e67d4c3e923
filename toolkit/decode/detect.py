"""Which encoding a drop is in: the evidence in order, and the text it gives."""

from __future__ import annotations

import codecs

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

from toolkit.decode.decoded import Damage, Decoded

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


def decode(data: bytes, *, declared: str | None = None, media_type: str | None = None) -> Decoded:
    """Decode a drop of raw bytes. `declared` is what a transport said (an HTTP charset); nothing raises."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _read(data[len(bom) :], name, 1.0, ("bom",), bom)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0.99, ("utf-8: every byte fits",))
    except UnicodeDecodeError:
        pass
    found = EncodingDetector.find_declared_encoding(data, is_html=media_type == "text/html", search_entire_document=False)
    for label, why in ((declared, "transport"), (found, "declared in the page")):
        if label and (codec := _codec(label)):
            try:
                return Decoded(data.decode(codec), codec, 0.9, (f"{why}: {label}",))
            except UnicodeDecodeError:
                continue
    best = from_bytes(data).best()
    codec = _codec(best.encoding) if best else None
    return _read(data, codec or "utf-8", 0.5, (f"charset-normalizer: {best.encoding}" if best else "nothing fits: utf-8",), b"")


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return _WIDER.get(found, found)


def _read(data: bytes, codec: str, confidence: float, evidence: tuple[str, ...], bom: bytes) -> Decoded:
    text: list[str] = []
    damage: list[Damage] = []
    at = points = 0
    while at < len(data):
        try:
            good = data[at:].decode(codec)
            text.append(good)
            break
        except UnicodeDecodeError as fault:
            good = data[at : at + fault.start].decode(codec)
            text += (good, "\ufffd")
            points += len(good)
            damage.append(Damage(len(bom) + at + fault.start, data[at + fault.start : at + fault.end], points))
            points += 1
            at += fault.end
    return Decoded("".join(text), codec, confidence, evidence, tuple(damage), bom)
