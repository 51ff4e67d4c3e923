"""Where turbohtml is not installed, Beautiful Soup reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_content import LAYOUTS, PARAGRAPHS, page
from toolkit.config import Config
from toolkit.markup import READERS
from toolkit.readers import best

ROOT = Path(__file__).parent.parent
# What is to be seen is tried within one process: a program takes a second to start.
SCRIPT = """
import json
import sys
from click.testing import CliRunner
from toolkit import clean
from toolkit.cli import main
from toolkit.config import ConfigError

def call(*words):
    done = CliRunner().invoke(main, words)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return [done.exit_code, done.output]

said = {
    "run": call("run", "drops", "out", "--workers", "2", "-q"),
    "check": call("check", "drops"),
    "explain": call("explain", "drops/page.html"),
    "learnt": call("learn", "drops"),
    "asked": call("run", "drops", "out2", "--reader", "turbo"),
}
try:
    clean("<p>", config={"reader": "turbo"})
except ConfigError as fault:
    said["fault"] = str(fault)
profile = {"host": "*.example.org", "body": "div.x", "drop": ["p:nth-of-type(2)"], "title": "b.t"}
source = "<div class=x><p>一</p><p>二</p><p>三<br>四</div><p>五</p><b class=t>题目</b>"
article = clean(source, url="https://a.example.org/", media_type="text/html", script="keep", config={"profiles": [profile]})
said["profile"] = [article.title, article.paragraphs]
said["loaded"] = "turbohtml" in sys.modules
print(json.dumps(said))
"""


@pytest.fixture
def without(tmp_path: Path) -> dict[str, str]:
    """Variables of a process that can't import turbohtml, nor can those that it starts."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "turbohtml.py").write_text("raise ImportError('hidden')\n", "utf-8")
    return os.environ | {"PYTHONPATH": f"{hidden}{os.pathsep}{ROOT}"}


def test_everything_works_without_turbohtml(tmp_path: Path, without: dict[str, str]) -> None:
    drops = tmp_path / "drops"
    drops.mkdir()
    (drops / "page.html").write_text(page(next(iter(LAYOUTS.values()))), "utf-8")
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, env=without, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert not said["loaded"]
    assert said["run"][0] == said["check"][0] == said["explain"][0] == 0, said
    record = json.loads((tmp_path / "out" / "records" / "part-00000.jsonl").read_text("utf-8"))
    assert record["text"].split("\n") == PARAGRAPHS
    assert json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["config"]["reader"] == "soup"
    assert said["learnt"][0] == 1  # one page teaches nothing
    assert (said["asked"][0], "turbohtml is not installed" in said["asked"][1]) == (2, True), said["asked"]
    assert "turbohtml is not installed" in said["fault"]
    assert said["profile"] == ["题目", ["一", "三", "四"]]


def test_auto_is_the_fast_reader_where_it_is_installed() -> None:
    assert Config().reader == Config.load({"reader": "auto"}).reader == best()
    assert set(READERS) == {"turbo", "soup"}  # the tests hold both against each other
