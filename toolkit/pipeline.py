"""The ladder: every step of the toolkit, in order, and the one function that takes a drop up it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from toolkit.article import Article
from toolkit.chrome import strip
from toolkit.compose import compose
from toolkit.config import Config, Script
from toolkit.content import main_text
from toolkit.context import Context
from toolkit.decode import Decoded, decode
from toolkit.decode.decoded import bytes_lost
from toolkit.edits import Edit, Piece, apply, count, move, ordered
from toolkit.fields import ONE
from toolkit.layout import layout
from toolkit.markup import markup
from toolkit.repair import repair
from toolkit.rules import Rule, RuleTable
from toolkit.script import normalise_script

RULES = RuleTable(
    Rule("empty.no-text", "nothing of an article is left once chrome and spam are gone", ("", " \n \n", "——"), ("好。",), place="alone"),
)


class Step(NamedTuple):
    """A rung of the ladder. `version` changes when its output may change; both stand in every record's provenance."""

    name: str
    version: str
    run: Callable[[str, Context], Iterable[Edit]]


# The whole program, in order. Decoding comes before: it makes the source text that all edits refer to.
LADDER: tuple[Step, ...] = (
    Step("markup", "1", markup),
    Step("repair", "1", repair),
    Step("content", "1", main_text),
    Step("strip", "1", strip),
    Step("script", "1", normalise_script),
    Step("layout", "1", layout),
)


def clean(
    data: bytes | str,
    *,
    url: str | None = None,
    media_type: str | None = None,
    script: Script | None = None,
    config: Config | Mapping[str, Any] | None = None,
    charset: str | None = None,
) -> Article:
    """Take one drop up the ladder. Pure: no I/O, no global state, the same answer for the same input.

    data: the raw bytes, or text that was decoded elsewhere. media_type: "text/html" or "text/plain"; told from the
    content where it is not given. script: the script of the output ("hans" unless the configuration says otherwise).
    charset: what the transport said of the encoding. Raises ConfigError on a bad configuration, and on nothing else.
    """
    options = Config.load(config, script=script)
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    decoded = Decoded(data, "utf-8", 1.0, ("given as text",)) if isinstance(data, str) else decode(data, declared=charset, media_type=media_type)
    kind = media_type or sniff(decoded.text)
    ctx = Context(options, url, kind, source_text=decoded.text)
    look_at_decoding(decoded, ctx)
    text, pieces, steps = climb(decoded.text, ctx, () if decoded.binary else LADDER)
    return finish(raw, decoded, ctx, text, pieces, steps)


def look_at_decoding(decoded: Decoded, ctx: Context) -> None:
    """Put on record what decoding found wrong: no text at all, bytes lost, two encodings."""
    if decoded.binary:
        ctx.reject("decode.binary", f"{decoded.binary} ({'; '.join(decoded.evidence)})")
    if decoded.damage:
        first = decoded.damage[0]
        ctx.warn(
            "decode.damaged", f"{bytes_lost(decoded.damage)} bytes in {len(decoded.damage)} places can't be decoded, the first at byte {first.offset}", first.at
        )
    if second := decoded.second:
        ctx.warn("decode.mixed", f"from here on lines in {second.codec} among {decoded.encoding}", second.at)


def climb(source: str, ctx: Context, ladder: tuple[Step, ...] = LADDER) -> tuple[str, list[Piece], list[tuple[str, str, int]]]:
    """Run the steps over `source`: the text they leave, the joined edits, and (name, version, number of edits) a step."""
    text = source
    pieces: list[Piece] = []
    steps: list[tuple[str, str, int]] = []
    for step in ladder:
        before = ctx.blocks
        edits = ordered(step.run(text, ctx))
        steps.append((step.name, step.version, count(text, edits) if edits else 0))
        if edits:
            if ctx.blocks is before:  # blocks that this step made lie in its output already
                _move_blocks(ctx, edits)
            text = apply(text, edits)
            pieces = compose(pieces, edits, source)
    return text, pieces, steps


def _move_blocks(ctx: Context, edits: list[Edit]) -> None:
    if not ctx.blocks:
        return
    starts = move((b.start for b in ctx.blocks), edits)
    ends = move((b.end for b in ctx.blocks), edits)
    for block, start, end in zip(ctx.blocks, starts, ends, strict=True):
        block.start, block.end = start, end


def sniff(text: str) -> str:
    """Say "text/html" where the head of the text holds markup that only a page has, else "text/plain"."""
    head = text[:4096].lower()
    if any(mark in head for mark in ("<!doctype html", "<html", "<head", "<body", "<meta ", "<div", "<table", "<p>", "<br")):
        return "text/html"
    return "text/plain"


def _holds(text: str, least: int) -> bool:
    """Whether a text has so many letters and digits; most show it within their first characters."""
    return sum(map(str.isalnum, text[: 2 * least])) >= least or sum(map(str.isalnum, text)) >= least


def finish(raw: bytes, decoded: Decoded, ctx: Context, text: str, pieces: list[Piece], steps: list[tuple[str, str, int]]) -> Article:
    """The article, once the ladder has been climbed."""
    paragraphs = text.split("\n") if text else []
    if not ctx.reasons and not _holds(text, ctx.config.min_chars):
        ctx.reject("empty.no-text", f"{len(decoded.text)} characters read, none of an article left")
    best = ctx.fields.winners()
    value = {name: best[name].value if name in best else None for name in ONE}
    origins = {name: best[name].origin for name in ONE if name in best}
    return Article(
        **value,
        authors=ctx.fields.all("author"),
        captions=ctx.fields.all("caption"),
        text=text,
        paragraphs=paragraphs,
        language=ctx.language,
        script_original=ctx.script_original,
        decoded=decoded,
        pieces=pieces,
        warnings=ctx.warnings,
        verdict="rejected" if ctx.reasons else "kept",
        reasons=ctx.reasons,
        evidence=ctx.evidence,
        origins=origins,
        steps=steps,
        url=ctx.url,
        media_type=ctx.media_type or "text/plain",
        config=ctx.config,
        raw=raw,
    )
