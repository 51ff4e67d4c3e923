"""Why a drop is turned away before the ladder sees it."""

from __future__ import annotations

from toolkit.rules import Rule, RuleTable


def _rule(name: str, reason: str, *hits: str) -> Rule:
    return Rule(name, reason, hits, place="run")


RULES = RuleTable(
    _rule("input.unreadable", "the file can't be opened or read", "a file without read permission", "a link that leads to itself"),
    _rule("input.link-outside", "a link that leads out of the input's folder is not followed", "a link to a file beside the folder of drops"),
    _rule("input.too-large", "the drop is larger than --limit-bytes, packed or unpacked", "a text of 50 MB", "a decompression bomb"),
    _rule("input.damaged", "a record of the container is damaged or cut off; reading goes on behind it", "a WARC cut off in mid-record"),
    _rule("input.bad-row", "a line of a JSONL file is no JSON object, or holds no text under the names asked for", "[1, 2]", '{"title": "x"}'),
    _rule("input.http-status", "the server did not answer with the page (the HTTP status is not 200)", "a WARC response with status 404"),
    _rule("input.revisit", "the archive only says that the page had not changed; its bytes stand in another record", "a WARC revisit record"),
    _rule("input.encoded", "the body is in a content coding that can't be read", "a WARC response with Content-Encoding: compress"),
    _rule("input.no-page", "the file holds no page", "a web archive in MIME form (.mht) without a text part"),
)
