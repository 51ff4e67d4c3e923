from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.test_content import PARAGRAPHS
from toolkit import clean
from toolkit.cli import main
from toolkit.config import Config, ConfigError
from toolkit.content.learn import as_toml, learn
from toolkit.profiles import Profile, ProfileError

WORDS = ["雾", "雨", "雪", "风"]


def site_page(n: int) -> str:
    body = "".join(f"<p>{p.replace('河', WORDS[n] + '河')}</p>" for p in PARAGRAPHS[n:] + PARAGRAPHS[:n])
    return (
        f"<html><head><title>{WORDS[n]}河上的船与人_某网</title></head><body><div id=top><a href=/>首页</a></div>"
        f'<div class="wrap"><h1 class="headline">{WORDS[n]}河上的船与人</h1><span><div class="when">2023-11-1{n} 09:25</div></span>'
        f'<div class="story-text">{body}<div class="promo">本站的每一篇文章都欢迎转给朋友，也欢迎写信来。</div></div></div>'
        "<div class=foot>版权所有</div></body></html>"
    )


PAGES = [site_page(n) for n in range(4)]


def test_a_profile_is_learnt_from_what_pages_share() -> None:
    profile = learn(PAGES, "*.example.org")
    assert profile == Profile("*.example.org", body="div.story-text", title="h1.headline", date="div.when", drop=("div.promo",))
    assert tomllib.loads(as_toml(profile))["profiles"][0]["drop"] == ["div.promo"]


def test_too_few_pages_teach_nothing() -> None:
    assert learn(PAGES[:2], "*") is None
    assert learn(["<p>一</p>"] * 5, "*") is None or learn([], "*") is None


def test_the_command_prints_toml(tmp_path: Path) -> None:
    for n, page in enumerate(PAGES):
        (tmp_path / f"{n}.html").write_text(page, "utf-8")
    result = CliRunner().invoke(main, ["learn", str(tmp_path), "--host", "*.example.org"])
    assert result.exit_code == 0
    assert Profile.load(tomllib.loads(result.output)["profiles"][0]).body == "div.story-text"
    (tmp_path / "empty").mkdir()
    assert CliRunner().invoke(main, ["learn", str(tmp_path / "empty")]).exit_code == 1


ODD = (
    "<html><body><div class=x><ul><li><a href=1>一</a></li><li><a href=2>二</a></li></ul><p>三</p><i class=ad>四</i></div>"
    f"<div>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</div><b class=t>题目</b><b class=d>2023年1月2日</b></body></html>"
)


@pytest.mark.parametrize("reader", ["turbo", "soup"])
def test_a_profile_overrules_the_model(reader: str) -> None:
    profile = {"host": "*.example.org", "body": "div.x", "title": ".t", "date": ".d", "drop": [".ad"]}
    config = {"profiles": [profile], "reader": reader}
    article = clean(ODD, media_type="text/html", url="https://www.example.org/1", script="keep", config=config)
    assert article.paragraphs[:2] == ["一", "二"]
    assert not set(article.paragraphs) & set(PARAGRAPHS)
    assert (article.title, article.published) == ("题目", "2023-01-02")
    assert article.origins["title"] == "profile"
    elsewhere = clean(ODD, media_type="text/html", url="https://example.com/1", script="keep", config=config)
    assert PARAGRAPHS[0] in elsewhere.paragraphs
    assert "一" not in elsewhere.paragraphs


def test_a_profile_with_drop_alone_leaves_the_rest_to_the_model() -> None:
    config = {"profiles": [{"host": "example.org", "drop": ["p:first-child"]}]}
    article = clean(ODD, media_type="text/html", url="https://example.org/1", script="keep", config=config)
    assert PARAGRAPHS[0] not in article.paragraphs
    assert PARAGRAPHS[1] in article.paragraphs


@pytest.mark.parametrize(
    "table",
    [{}, {"host": ""}, {"host": "a", "bod": "x"}, {"host": "a", "body": "p["}, {"host": "a", "drop": "x"}, {"host": "a", "title": ["x"]}, {"host": 1}, "x"],
)
def test_a_bad_profile_is_refused(table: object) -> None:
    with pytest.raises(ProfileError):
        Profile.load(table)  # type: ignore[arg-type]
    with pytest.raises(ConfigError):
        Config.load({"profiles": [table]})


def test_hosts_are_patterns() -> None:
    assert Profile("*.example.org").fits("https://news.example.org/1")
    assert not Profile("*.example.org").fits("https://example.com/1")
    assert not Profile("*").fits("http://[broken") or Profile("*").fits(None)


def test_a_run_file_holds_profiles_as_text() -> None:
    config = Config.load({"profiles": [{"host": "*.example.org", "drop": [".ad"]}]})
    assert Config.load(config.plain()) == config
    assert Config.load(Config().plain()) == Config()
    with pytest.raises(ConfigError):
        Config.load({"profiles": "{"})
