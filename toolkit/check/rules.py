"""What a finding weighs and what would mend it: a table over the rules of the ladder, and the gate's own rules.

A run mends what it can, and says so in its ledger; that is no finding. A finding is what the people who deliver drops
should know: what was turned away, what was lost before the drop came here, what says that the source was hijacked.
"""

from __future__ import annotations

from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from toolkit.catalogue import RULES
from toolkit.config import ConfigError
from toolkit.settings import Settings

Severity = Literal["error", "warning", "note", "off"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note", "off")  # gravest first
# Keys of the record that a drop may be asked to give, and what messages call them.
FIELDS = {
    "title": "title",
    "author": "author",
    "editor": "editor",
    "publisher": "source",
    "site_name": "name of its site",
    "section": "section",
    "published": "date of publication",
    "captions": "captions",
    "license": "licence",
    "rights_holder": "rights holder",
}


def missing(name: str) -> str:
    """The rule id for a field (a key of the record) that a drop does not give."""
    return f"missing.{name.replace('_', '-')}"


class GateRule(NamedTuple):
    """A rule that only the gate knows: it speaks of a drop as a whole, or of drops beside each other."""

    id: str
    severity: Severity
    reason: str
    mend: str


_OWN = (
    GateRule(
        "date.future", "error", "the page states a date of publication that has not come yet", "look the date up; a site's clock or the reading of it is wrong"
    ),
    GateRule("duplicate.bytes", "error", "another drop holds the same bytes", "leave one of the two out"),
    GateRule("duplicate.text", "error", "another drop leads to the same text", "leave one of the two out, or say in an ignore entry why both belong here"),
    GateRule(
        "archive.changed",
        "error",
        "a drop of this path has been archived with other bytes",
        "put the archived drop back, or deliver the new one under a new path",
    ),
    GateRule("record.schema", "error", "the record that would be made does not fit the schema", "report the drop: this is a fault of the tool"),
    *(
        GateRule(
            missing(name),
            "off",
            f"the drop gives no {called}",
            "deliver the page with the part that states it, or do not ask for the field",
        )
        for name, called in FIELDS.items()
    ),
)
OWN: dict[str, GateRule] = {rule.id: rule for rule in _OWN}


class Family(NamedTuple):
    """What findings of some rules weigh. edit: where the run mends it; warning: where it only says so. mend: for the deliverer.

    rejected: where the drop is turned away for it. damage: the rules speak of text that is not what it was; where none
    of that is left in the article, it is but a note.
    """

    rules: str
    edit: Severity
    warning: Severity
    mend: str
    damage: bool = False
    rejected: Severity = "error"


_LOST = "fetch the page again and keep the bytes as they were served; where no better copy exists, accept it in the baseline"
_HIJACKED = "the site was hijacked when the page was fetched: fetch it again once it is mended, or take an archived copy from before"

# The first that fits holds.
FAMILIES = (
    Family("decode.damaged", "error", "error", _LOST, damage=True),
    Family("decode.mixed", "warning", "warning", "save the drop in one encoding, best in UTF-8"),
    Family("decode.binary", "error", "error", "convert the document to text or HTML, or leave it out"),
    Family("mojibake.*", "error", "error", "the text was decoded with a wrong encoding before it came here: " + _LOST, damage=True),
    Family("*misaligned*", "error", "error", _LOST, damage=True),
    Family("spam.*", "error", "warning", _HIJACKED),
    Family("repair.pinyin", "error", "warning", _HIJACKED),
    Family("repair.pinyin-doubtful", "off", "warning", "see whether a person put it there; if so, say so in an ignore entry"),
    Family("field.*", "off", "off", "nothing needs to be done: the run says how it read the page"),
    Family("*.zone-assumed", "off", "off", "nothing needs to be done: pages state local time"),
    Family("empty.*", "off", "note", "see that the page was fetched whole: an error page, or one that scripts fill, holds no article"),
    Family("input.revisit", "off", "note", "nothing needs to be done: the page stands in another record", rejected="note"),
    Family("input.http-status", "off", "note", "fetch the page again, or leave the answer out", rejected="warning"),
    Family("input.too-large", "off", "note", "split the drop, or raise limit_bytes"),
    Family("input.unreadable", "off", "note", "see that the file is there, readable and unpacked whole"),
    Family("error.*", "off", "note", "report the drop: this is a fault of the tool"),
    Family("*", "off", "note", "`jiaokan explain` shows what happens to the drop"),
)

Way = Literal["edit", "warning", "rejected"]


def family(rule: str) -> Family:
    """The family of a rule of the ladder."""
    return next(f for f in FAMILIES if fnmatchcase(rule, f.rules))


def default_severity(rule: str, way: Way) -> Severity:
    """What a finding weighs where the configuration says nothing."""
    if rule in OWN:
        return OWN[rule].severity
    found = family(rule)
    return found.rejected if way == "rejected" else found.edit if way == "edit" else found.warning


def reason_of(rule: str) -> str:
    """Why the rule exists, in one sentence without its full stop."""
    return OWN[rule].reason if rule in OWN else RULES[rule].reason if rule in RULES else "a rule of an extension"


def mend_of(rule: str) -> str:
    """What would mend a finding of the rule."""
    return OWN[rule].mend if rule in OWN else family(rule).mend


def fits(rule: str, pattern: str) -> bool:
    """Whether a rule id is the one a configuration names, or begins with what stands before its *."""
    return rule.startswith(pattern[:-1]) if pattern.endswith("*") else rule == pattern


def refuse_unknown(settings: Settings) -> None:
    """Raise ConfigError where the configuration names a rule that there is none of, each with its place and the nearest id."""
    stated = [("severity", pattern, "severity") for pattern in settings["severity"]]
    stated += [(f"ignore[{n}].rule", entry["rule"], "ignore") for n, entry in enumerate(settings["ignore"])]
    ids = [*RULES, *OWN]
    told = []
    for where, pattern, key in stated:
        if not any(fits(i, pattern) for i in ids):
            near = get_close_matches(pattern.rstrip("*."), ids, 1)
            hint = f", did you mean {near[0]!r}?" if near else "; `jiaokan rules --short` lists them"
            told.append(f"{settings.origins[key]}: {where}: no rule {pattern!r}{hint}")
    if told:
        raise ConfigError("\n".join(told))
