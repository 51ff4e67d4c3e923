"""What is read of an HTML page: its blocks of text, the elements that hold them, and the metadata it states."""

from __future__ import annotations

from toolkit.markup.tags import HEADINGS

LINK_LINE = 60  # a block of more link text than other text and shorter than this is never article text

# A stretch [start, end) of the source that shows as text; what shows where that differs from the source, else None.
Run = tuple[int, int, str | None]


class Element:
    """A block-level element that is open or was: its tag, its names (class and id), and its parent; how deep it lies below the page."""

    __slots__ = ("above", "blocks", "depth", "hidden", "hints", "names", "order", "parent", "tag")

    def __init__(self, tag: str, names: str, hidden: bool, parent: Element | None, order: int, depth: int) -> None:
        # One by one, here and in Block: a page has hundreds of them, and a long tuple would be built and taken apart for each.
        self.tag = tag
        self.names = names
        self.hidden = hidden
        self.parent = parent
        self.order = order
        self.depth = depth
        self.blocks = 0  # blocks in it and in the elements in it
        self.hints = -1  # what the content step reads out of its names
        self.above: tuple[int, int, int] | None = None  # what the content step knows of it and of all round it


class Block:
    """One block of text.

    start, end: its place in the current text (code points, half open), moved by the pipeline. runs: its places in the
    source. chars: characters of text; link_chars, links: those inside links, and how many links; cut: what ended the
    block before it ("br" or a tag). index: its number among all blocks of the page. kept: whether it is article text;
    score: the model's log-odds of that. rule: why it is not. link_line: a short line of mostly
    link text, and so never article text.
    """

    __slots__ = ("chars", "cut", "end", "index", "kept", "link_chars", "link_line", "links", "parent", "rule", "runs", "score", "start")

    def __init__(self, runs: list[Run], parent: Element, chars: int, link_chars: int, links: int, cut: str, index: int) -> None:
        self.runs = runs
        self.parent = parent
        self.chars = chars
        self.link_chars = link_chars
        self.links = links
        self.cut = cut
        self.index = index
        self.start = self.end = 0
        self.kept = True
        self.score = 0.0
        self.rule = ""
        self.link_line = link_chars * 2 >= chars and chars < LINK_LINE and parent.tag not in HEADINGS

    @property
    def heading(self) -> bool:
        """Whether the block stands in a heading element."""
        return self.parent.tag in HEADINGS

    @property
    def caption(self) -> bool:
        """Whether the block stands in an element for captions."""
        return self.parent.tag in ("figcaption", "caption")

    def shown(self, source: str) -> str:
        """The block's text as the source has it, white space not yet collapsed."""
        return "".join([source[s:e] if new is None else new for s, e, new in self.runs])


# Something in the source that is no text: where it starts, and the rule that takes it away.
Mark = tuple[int, str]


class Page:
    """What the reader found, all in order of the source.

    metas: (name or property, content). times: values of <time datetime>, and of <abbr title> that begin with a year. json_ld: the text of such scripts.
    properties: microdata, (itemprop, value). settled: blocks, by number, of which a site profile says whether they stay.
    torn: whether the end of a script or a style sheet was seen that did not begin, or code stands as text.
    """

    __slots__ = ("blocks", "elements", "json_ld", "marks", "metas", "properties", "settled", "source", "times", "title", "torn")

    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self.marks: list[Mark] = []
        self.metas: list[tuple[str, str]] = []
        self.times: list[str] = []
        self.json_ld: list[str] = []
        self.properties: list[tuple[str, str]] = []
        self.settled: dict[int, bool] = {}
        self.title = ""
        self.torn = False
