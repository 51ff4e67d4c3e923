"""TEI P5 of one article: its text with the apparatus of every change, and a header from the record.

Conventions of the body (TEI Guidelines 3.5 and 12.3): what a repair put right is <choice><sic/><corr/></choice>, what
script normalisation changed <choice><orig/><reg/></choice>, what a repair took out as noise <surplus>, what is left out
<gap/>, each with @ana pointing at the rule. Markup and white space leave no trace. Read without orig, sic and surplus,
the paragraphs joined with newlines are the record's `text` to the character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import quote

from toolkit.catalogue import RULES
from toolkit.edits import LedgerEdit
from toolkit.ledgers import ledger_of

Treatment = Literal["repair", "script", "surplus", "gap", "silent"]

# Rules whose edits change how a page is written down, not what it says.
_SILENT = frozenset({"markup.tag", "markup.comment", "markup.script", "markup.style", "markup.entity", "markup.space"})
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def tei(record: dict[str, Any], edits: dict[str, Any], source: str | None = None) -> str:
    """The document. `source` is needed only where the edits row leaves out what was removed."""
    ledger = ledger_of(edits, source)
    body = _Body()
    at = cursor = 0  # code points of the text, of the source text
    for edit in ledger:
        keep = edit.start - cursor
        body.text(record["text"][at : at + keep])
        body.edit(edit)
        at, cursor = at + keep + len(edit.inserted), edit.end
    body.text(record["text"][at:])
    shown = {rule for edit in ledger if treatment(edit.rules) != "silent" for rule in edit.rules if not _is_silent(rule)}
    return "".join([*_opening(record), *_header(record, shown), "<text><body>\n", *body.paragraphs(), "</body></text>\n</TEI>\n"])


def treatment(rules: tuple[str, ...]) -> Treatment:
    """How the body shows an edit, by the most telling of its rules."""
    telling = [rule for rule in rules if not _is_silent(rule)]
    if not telling:
        return "silent"
    if any(rule.startswith(("repair.", "decode.")) for rule in telling):
        return "repair"
    if "markup.ruby" in telling:
        return "surplus"
    return "script" if any(rule.startswith("script.") for rule in telling) else "gap"


def _is_silent(rule: str) -> bool:
    return rule in _SILENT or rule.startswith("layout.")


class _Body:
    """The paragraphs while they are being filled."""

    def __init__(self) -> None:
        self._paragraphs: list[list[str]] = [[]]

    def paragraphs(self) -> Iterator[str]:
        for parts in self._paragraphs:
            yield f"<p>{''.join(parts)}</p>\n"

    def text(self, text: str) -> None:
        """Text as it stands; a newline ends the paragraph."""
        for n, line in enumerate(text.split("\n")):
            if n:
                self._paragraphs.append([])
            self._put(escaped(line))

    def edit(self, edit: LedgerEdit) -> None:
        """One edit; where both sides have as many lines, line by line."""
        how, ana = treatment(edit.rules), _ana(edit.rules)
        new = edit.inserted.split("\n")
        old = edit.removed.split("\n")
        if len(old) != len(new):
            old = [edit.removed, *[""] * (len(new) - 1)]
        for n, (removed, inserted) in enumerate(zip(old, new, strict=True)):
            if n:
                self._paragraphs.append([])
            self._change(removed, inserted, how, ana, edit.rules)

    def _change(self, removed: str, inserted: str, how: Treatment, ana: str, rules: tuple[str, ...]) -> None:
        if removed == inserted or how == "silent":
            self._put(escaped(inserted))
        elif inserted:
            before, after = ("orig", "reg") if how == "script" else ("sic", "corr")
            self._put(f'<choice ana="{ana}">{_element(before, removed)}{_element(after, inserted)}</choice>')
        elif how in ("repair", "surplus"):
            reason = next(rule for rule in rules if not _is_silent(rule)).partition(".")[2]
            self._put(f'<surplus reason="{_attribute(reason)}" ana="{ana}">{escaped(removed)}</surplus>')
        elif removed:
            reason = " ".join(dict.fromkeys(rule.partition(".")[0] for rule in rules if not _is_silent(rule)))
            self._put(f'<gap reason="{_attribute(reason)}" quantity="{len(removed)}" unit="char" ana="{ana}"/>')

    def _put(self, xml: str) -> None:
        if xml:
            self._paragraphs[-1].append(xml)


def _ana(rules: tuple[str, ...]) -> str:
    return " ".join(f"#{_attribute(rule)}" for rule in rules if not _is_silent(rule))


def escaped(text: str) -> str:
    """Text as XML content. Characters that XML can't hold stand as their control pictures, or as U+FFFD."""
    text = _NOT_XML.sub(lambda m: chr(0x2400 + ord(m[0])) if ord(m[0]) < 0x20 else "\ufffd", text)
    return re.sub("[&<>\r]", lambda m: _ESCAPES[m[0]], text)


def _attribute(value: str) -> str:
    return escaped(value).replace('"', "&quot;")


def _element(name: str, text: str, **attributes: str) -> str:
    inside = "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items())
    return f"<{name}{inside}>{escaped(text)}</{name}>" if text else f"<{name}{inside}/>"


# The header


def _opening(record: dict[str, Any]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    ident = record["id"].replace(":", "-")
    yield f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{_attribute(ident)}" xml:lang="{_attribute(record["lang"])}">\n'


def _header(record: dict[str, Any], rules: set[str]) -> Iterator[str]:
    yield "<teiHeader>\n<fileDesc>\n"
    yield from _title(record)
    yield f'<extent><measure unit="char" quantity="{record["char_count"]}"/></extent>\n'
    yield from _publication(record)
    yield from _notes(record)
    yield from _source(record)
    yield "</fileDesc>\n<encodingDesc>\n"
    yield from _encoding(record, rules)
    yield "</encodingDesc>\n<profileDesc>"
    yield f"<langUsage>{_element('language', record['lang'], ident=record['lang'])}</langUsage>"
    if record["section"]:
        yield f"<textClass><keywords>{_element('term', record['section'], type='section')}</keywords></textClass>"
    yield "</profileDesc>\n</teiHeader>\n"


def _people(record: dict[str, Any]) -> Iterator[str]:
    yield from (_element("author", name) for name in record["author"].split(";") if name)
    if record["editor"]:
        yield _element("editor", record["editor"])


def _title(record: dict[str, Any]) -> Iterator[str]:
    yield f"<titleStmt>{_element('title', record['title'])}{''.join(_people(record))}"
    yield f"<respStmt><resp>cleaning and apparatus</resp>{_element('name', record['provenance']['tool'])}</respStmt></titleStmt>\n"


def _publication(record: dict[str, Any]) -> Iterator[str]:
    yield f"<publicationStmt>{_element('authority', record['rights_holder'] or record['site_name'] or 'not stated')}"
    yield _element("idno", record["id"], type="document")
    if record["license"] or record["rights_holder"]:
        yield f"<availability>{_element('p', ' '.join(filter(None, (record['license'], record['rights_holder']))))}</availability>"
    yield "</publicationStmt>\n"


def _notes(record: dict[str, Any]) -> Iterator[str]:
    notes = [_element("note", caption, type="caption") for caption in record["captions"].split("\n") if caption]
    notes += [_element("note", flag, type="warning") for flag in record["flags"].split(";") if flag]
    if notes:
        yield f"<notesStmt>{''.join(notes)}</notesStmt>\n"


def _source(record: dict[str, Any]) -> Iterator[str]:
    yield f"<sourceDesc><bibl>{_element('title', record['title'])}{''.join(_people(record))}"
    for name, value in (("publisher", record["publisher"]), ("publisher", record["site_name"])):
        if value:
            yield _element(name, value)
    if record["published"]:
        yield _element("date", record["published"], when=record["published"])
    if record["url"]:
        yield _element("ref", record["url"], target=quote(record["url"], safe=":/?#[]@!$&'()*+,;=%~"))
    yield f"{_element('idno', record['raw']['sha256'], type='sha256')}</bibl></sourceDesc>\n"


def _encoding(record: dict[str, Any], rules: set[str]) -> Iterator[str]:
    made = record["provenance"]
    tool, _, version = made["tool"].partition(" ")
    number = re.match(r"[0-9]+(\.[0-9]+){0,3}", version)
    label = _element("label", made["tool"])
    yield f'<appInfo><application ident="{_attribute(tool)}" version="{number[0] if number else "0"}">{label}</application></appInfo>\n'
    how = f"Read as {made['encoding']}; steps {made['steps']}; configuration {made['config_sha256']}."
    yield f"<editorialDecl>{_element('p', how)}</editorialDecl>\n"
    if rules:
        categories = "".join(f'<category xml:id="{_attribute(rule)}">{_element("catDesc", _reason(rule))}</category>\n' for rule in sorted(rules))
        yield f"<classDecl><taxonomy>\n{categories}</taxonomy></classDecl>\n"


def _reason(rule: str) -> str:
    known = RULES.get(rule)
    return known.reason if known else rule
