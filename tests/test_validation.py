"""Rows against their schema: one verdict from both validators, faults in plain words."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.article_sample import laid
from toolkit import clean
from toolkit.record import Origin
from toolkit.schemas import NAMES, schema_path
from toolkit.validation import SchemaError, Validator, compiled, faults, is_valid, validator

ROW: dict[str, Any] = clean(laid("渡口每天六班船，逢集加开两班。", "inside"), url="https://example.org/a").record(Origin(path="a.txt", source="samples"))

# A change to a valid row, the path at fault, and words of the message.
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "两行\n标题"}, "$.title", "one line"),
    ({"title": "标题\n"}, "$.title", "one line"),
    ({"title": None}, "$.title", "a string"),
    ({"text": ""}, "$.text", "not empty"),
    ({"text": " \u3000\n\ufeff"}, "$.text", "not blank"),
    ({"text": "\ud800"}, "$.text", "Unicode characters"),
    ({"published": "2023-13"}, "$.published", "EDTF"),
    ({"published": "2023-11-11\n"}, "$.published", "EDTF"),
    ({"published": "٢٠٢٣-11-11"}, "$.published", "EDTF"),
    ({"published": "2023年"}, "$.published", "EDTF"),
    ({"url": "not a url"}, "$.url", "without blanks"),
    ({"char_count": float("nan")}, "$.char_count", "whole number"),
    ({"char_count": float("inf")}, "$.char_count", "whole number"),
    ({"char_count": 0}, "$.char_count", "1 or more"),
    ({"char_count": True}, "$.char_count", "whole number"),
    ({"char_count": "12"}, "$.char_count", "whole number"),
    ({"script_original": "hans"}, "$.script_original", '"Hans", "Hant"'),
    ({"text_sha256": "0" * 64 + "\n"}, "$.text_sha256", "64 hexadecimal digits"),
    ({"titel": "x"}, "$", "'title', perhaps"),
    ({"\ud800": "x"}, "$", "unknown key"),
    ({"raw": {**ROW["raw"], "bytes": -1}}, "$.raw.bytes", "0 or more"),
    ({"raw": {k: v for k, v in ROW["raw"].items() if k != "path"}}, "$.raw", "no key 'path'"),
    ({"provenance": []}, "$.provenance", "an object"),
]


def test_a_row_of_our_own_is_valid() -> None:
    assert is_valid(ROW)
    assert validator("article").explains(ROW)
    assert not list(faults(ROW))


@pytest.mark.parametrize(("change", "path", "words"), WRONG)
def test_faults_name_place_and_expectation(change: dict[str, Any], path: str, words: str) -> None:
    row = {**ROW, **change}
    assert not is_valid(row)
    assert not validator("article").explains(row)
    (fault,) = faults(row)
    assert fault.path == path
    assert words in fault.message


def test_all_faults_of_a_row_are_told() -> None:
    row = {**ROW, "title": 1, "lang": "ZH", "extra": ""}
    assert [f.path for f in faults(row)] == ["$", "$.lang", "$.title"]


@pytest.mark.parametrize("row", [None, 1, "x", [], (), {1: 2}, float("nan"), "\ud800"])
def test_what_is_no_object_is_refused_by_both(row: Any) -> None:
    assert not is_valid(row)
    assert not validator("article").explains(row)
    assert list(faults(row))


VALUES: tuple[Any, ...] = (
    *(
        "",
        "x",
        "x\n",
        "\n",
        "\r",
        "٣",
        "３",
        "²",
        "\u2028",
        "\x85",
        "\ufeff",
        "\x1c",
        "\u3000",
        "\ud800",
        "𠀀",
        "2023-02",
        "2023-02-30",
        "zh-Hans",
        "text/html",
        "a;b",
    ),
    *(
        0,
        -1,
        1,
        1.0,
        1.5,
        10**30,
        -0.0,
        1e300,
        float("nan"),
        float("inf"),
        True,
        None,
        [],
        {},
        (),
        ("x",),
        [None],
        {"a": {}},
        "0" * 64,
        "0" * 63 + "\n",
        "0" * 64 + "\n",
    ),
)


def homes(row: Any) -> list[Any]:
    """Every object and list inside a row that has members."""
    inside = row.values() if isinstance(row, dict) else row if isinstance(row, list) else ()
    return ([row] if row and isinstance(row, dict | list) else []) + [h for v in inside for h in homes(v)]


def mutated(row: Any, rng: random.Random) -> Any:
    """A copy of the row with one thing changed somewhere: a value, a member gone or new, a character of a string."""
    row = copy.deepcopy(row)
    home = rng.choice(homes(row) or [row])
    if not home:
        return {rng.choice(["x", "id"]): rng.choice(VALUES)}
    key = rng.choice(list(home)) if isinstance(home, dict) else rng.randrange(len(home))
    how = rng.randrange(4)
    if how == 0:
        del home[key]
    elif how == 1 and isinstance(home, dict):
        home[key + rng.choice(["", "x", "\n", "\ud800"])] = rng.choice(VALUES)
    elif how == 2 and isinstance(home[key], str):
        at = rng.randrange(len(home[key]) + 1)
        home[key] = home[key][:at] + str(rng.choice(VALUES[:20])) + home[key][at + rng.randrange(3) :]
    else:
        home[key] = rng.choice(VALUES)
    return row


def agree(name: str, rows: list[Any], times: int) -> int:
    """How many of so many mutated rows are valid; both validators must say the same of each, and a fault must be told of the others."""
    rng = random.Random(9)
    both = validator(name)
    valid = 0
    for n in range(times):
        row = mutated(rows[n % len(rows)], rng)
        verdict = both.is_valid(row)
        valid += verdict
        assert verdict == both.explains(row), row
        assert verdict == (not list(both.faults(row))), row
    return valid


def test_both_validators_agree_on_5000_mutated_records() -> None:
    assert 500 < agree("article", [ROW], 5000) < 4500


@pytest.mark.parametrize("name", NAMES)
def test_both_validators_agree_on_mutated_examples(name: str) -> None:
    rows = [json.loads(p.read_text("utf-8")) for p in sorted((schema_path(name).parent / "positive" / name).glob("*.json"))]
    assert agree(name, rows, 600) < 580


def test_a_schema_of_ones_own() -> None:
    own = Validator({"type": "object", "properties": {"n": {"type": "integer", "maximum": 3}}, "required": ["n"]})
    assert [f.message for f in own.faults({"n": 5})] == ["5; expected 3 or less"]
    assert own.is_valid({"n": 3, "more": "x"})


def test_a_schema_of_an_older_draft() -> None:
    own = Validator({"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "integer"}], "additionalItems": False})
    assert own.is_valid([1])
    assert not own.is_valid([1, 2])
    assert [f.path for f in own.faults(["x"])] == ["$[0]"]


def test_a_schema_that_is_none() -> None:
    with pytest.raises(SchemaError):
        Validator({"type": "strnig"})
    with pytest.raises(SchemaError):
        Validator({"pattern": "("})
    with pytest.raises(SchemaError):
        Validator([])  # type: ignore[arg-type]  # on purpose
    with pytest.raises(SchemaError):
        Validator({"$ref": "#/nowhere"})


@pytest.mark.parametrize("keys", [{"$ref": "{url}"}, {"$defs": {"a": {"$ref": "{url}"}}}, {"$schema": "{url}"}, {"$ref": "file:///etc/hostname"}])
def test_what_a_schema_points_at_is_not_fetched(keys: dict[str, Any]) -> None:
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        schema = json.loads(json.dumps(keys).replace("{url}", f"http://127.0.0.1:{server.server_port}/schema.json"))
        for make in (Validator, compiled):
            with pytest.raises(SchemaError):
                make(schema)
        server.shutdown()
    assert asked == []


@pytest.mark.parametrize("url", ["https://example.org/a b", " https://example.org/ ", "https://example.org/\r\n", "例子.中国/页", ""])
def test_any_url_makes_a_valid_row(url: str) -> None:
    row = clean("渡口每天六班船，逢集加开两班。", url=url).record()
    assert not list(faults(row))
    assert row["url"] == url.strip().replace(" ", "%20")


def test_what_explains_is_not_read_for_valid_rows() -> None:
    asked = "import sys; from toolkit.validation import is_valid; is_valid({}); print('jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "False\n"
