"""What tags do to the text of a page, after the HTML standard, as far as blocks need it."""

from __future__ import annotations

# What a tag does to the text. Tags that are not named are formatting: looked through.
BLOCK, BREAK, ANCHOR, SKIP, HEAD, RUBY, FORMAT = 1, 2, 3, 4, 5, 6, 7

_BLOCKS = (
    "address article aside blockquote caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hgroup legend li listing main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul xmp"
)
# Text in these is not text of the page: program, fallback for what browsers of today show otherwise, or form controls.
_SKIPPED = "applet audio button canvas datalist iframe map noembed noframes noscript object script select style svg template textarea video"
KINDS: dict[str, int] = (
    dict.fromkeys(_BLOCKS.split(), BLOCK)
    | dict.fromkeys(("br", "hr", "option", "head", "frameset", "html", "body"), BREAK)
    | dict.fromkeys(_SKIPPED.split(), SKIP)
    | dict.fromkeys(("title", "meta", "link", "base", "time", "abbr"), HEAD)
    | dict.fromkeys(("rt", "rp"), RUBY)
    | {"a": ANCHOR}
)
# An open element of these kinds ends where the key begins (HTML standard, 13.1.2.4, optional tags).
ENDS: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th", "caption"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tbody": frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "caption"}),
    "tfoot": frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "caption"}),
    "thead": frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "caption"}),
}
# Closing looks no further out than these.
SCOPES: dict[str, frozenset[str]] = {
    "li": frozenset({"ul", "ol", "menu", "dir", "table", "td", "th"}),
    "dt": frozenset({"dl", "table", "td", "th"}),
    "dd": frozenset({"dl", "table", "td", "th"}),
    "td": frozenset({"table", "tr"}),
    "th": frozenset({"table", "tr"}),
    "tr": frozenset({"table", "tbody", "thead", "tfoot"}),
} | dict.fromkeys(("tbody", "tfoot", "thead"), frozenset({"table"}))
TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})
CELLS = frozenset({"table", "td", "th", "caption"})
TABLES = frozenset({"table"})
NOTHING: frozenset[str] = frozenset()
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
VOID = frozenset({"area", "col", "embed", "img", "input", "param", "source", "track", "wbr"})
PREFORMATTED = frozenset({"pre", "listing", "xmp"})
# What the tokenizer itself reads to the end tag as text.
RAW = frozenset({"iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"})
CODE = frozenset({"script", "style"})
# These end with the block they stand in; a <button> ends at the next one, too.
BOUNDED = frozenset({"audio", "button", "canvas", "datalist", "map", "svg", "video"})
