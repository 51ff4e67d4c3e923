"""A small run and its package, for the tests of archive and export: made once, copied by tests that change it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from toolkit.archive import Description, package
from toolkit.batch import Options, run
from toolkit.batch.options import Ledger
from toolkit.config import Config

ABOUT = Description("渡口旧闻", "CC-BY-4.0", date(2024, 5, 6), creator="渡口图书馆")
DROPS: dict[str, bytes] = {
    "gb.txt": "渡口的路灯\n\n来源：河边日报\n\n去年冬天，镇裏給渡口裝上了太陽能路燈。\r\n夜裏靠岸再也不用打手電，船工們都說好。\r\n".encode("gb18030"),
    "page.html": (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>茶园的早班船</title></head><body><h1>茶园的早班船</h1>"
        "<p>今年开春以后，对岸的茶园请了二十多名帮工，早晚两班船都坐得满满当当。</p>"
        "<p>等大桥通车以后，老陈打算把船留下来，给愿意慢慢过河的人再撑几年。</p></body></html>"
    ).encode(),
    "same/again.txt": "清晨六点，渡口的第一班船准时离岸。\n船上坐着十几个去对岸上学的孩子。\n".encode(),
    "same/twice.txt": "清晨六点，渡口的第一班船准时离岸。\n船上坐着十几个去对岸上学的孩子。\n".encode(),
    "空.txt": b"\n \n",
}


@cache
def drops() -> Path:
    """The folder of raw drops."""
    root = Path(mkdtemp(prefix="drops-"))
    for name, data in DROPS.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(data)
    return root


@cache
def finished_run(ledger: Ledger = "full", shard_size: int = 0) -> Path:
    """The folder of a run over the drops."""
    out = Path(mkdtemp(prefix="run-"))
    run([str(drops())], out, Options(Config(), ledger, shard_size=shard_size), workers=1)
    return out


@cache
def sample_package(suffix: str = "", raw_as: str = "files") -> Path:
    """A package of that run; tests must not change it."""
    out = Path(mkdtemp(prefix="package-")) / f"渡口{suffix}"
    return package([finished_run()], out, ABOUT, [drops()], "warc" if raw_as == "warc" else "files")
