"""A corpus of made-up drops for the benchmarks: `python benchmarks/corpus.py OUT --documents 20000 [--plain] [--seed N]`.

Articles are put together from sentences of the project's own, then dressed and damaged as drops are: bylines, footers,
spam lists, pinyin annotations, Traditional script, five encodings. Without --plain they come in every format the run
reads. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import zstandard

PLACES = ["渡口", "茶园", "老街", "码头", "集市", "山村", "河堤", "果园", "学堂", "粮站", "苗圃", "桥头", "晒场", "水库", "林场", "盐田"]
PEOPLE = ["船工老陈", "镇上的木匠", "村里的会计", "教书的周老师", "修伞的师傅", "种茶的阿婆", "守桥的老人", "放蜂人", "邮递员小吴", "卖豆腐的夫妻"]
DOINGS = (
    "把去年的账目一笔一笔写在墙上的黑板上",
    "每天清晨都要到河边看一眼水位再回来吃早饭",
    "用旧船板给孩子们搭了一间能避雨的候船棚",
    "说今年的雨水比往年来得早，秧苗也跟着提前下了田",
    "打算等秋收以后再把屋顶上的瓦片换一遍",
    "在院子里种了两棵枇杷，一棵给鸟吃，一棵留给客人",
    "连夜赶修了被大水冲坏的那一段石阶",
    "把多出来的菜苗分给了左右邻居，谁家缺就给谁家",
    "学着用手机记下每一班船的人数，月底再交给合作社",
    "请来县里的技术员，教大家怎样给老茶树剪枝",
)
AFTER = (
    "这件事后来成了大家饭桌上常说的话。",
    "过路的人都愿意停下来听他讲一会儿。",
    "到了傍晚，灯一盏一盏亮起来，谁也不急着回家。",
    "等到大桥通车那天，船还会照常开最后一班。",
    "账本上记得清清楚楚：一共三十七户，一户也没有落下。",
    "孩子们把这些都画进了自己的图画本里。",
)
FOOT = ("责任编辑：{0}", "【字体：大 中 小】 【打印】 【关闭】", "版权所有 未经许可不得转载", "上一篇：没有了", "扫一扫在手机打开当前页")
ENCODINGS = ("utf-8", "utf-8", "gb18030", "big5", "utf-16")


def article(rng: random.Random, chars: int) -> tuple[str, list[str]]:
    """A title and paragraphs, `chars` code points or a little more."""
    title = f"{rng.choice(PLACES)}边的{rng.choice(PEOPLE)}和{rng.randrange(2, 90)}年"
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < chars:
        sentences = (f"{rng.choice(PLACES)}边上，{rng.choice(PEOPLE)}{rng.choice(DOINGS)}。{rng.choice(AFTER)}" for _ in range(rng.randrange(2, 5)))
        paragraphs.append("".join(sentences) + f"那是第{rng.randrange(1000)}天。")
    return title, paragraphs


def text_drop(rng: random.Random, chars: int) -> str:
    """An article as a text dump of a page: with its byline, its footer, at times damage."""
    title, paragraphs = article(rng, chars)
    name = rng.choice("王李张刘陈杨赵黄周吴") + rng.choice("明华芳军平红英")
    head = [title, f"2023年{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日 09:{rng.randrange(10, 60)} 来源：水乡晚报 作者：{name}"]
    if rng.random() < 0.3:
        head.insert(0, "_".join(f"{rng.choice(PLACES)}{rng.choice('甲乙丙丁')}号" for _ in range(6)))
    foot = [f.format(name) for f in rng.sample(FOOT, 3)]
    return "\n\n".join([*head, *paragraphs, *foot])


def traditional(text: str) -> str:
    """The text in Traditional script, as the machines of hijackers make it."""
    from toolkit.script import convert

    return convert(text, "s2t")


def encoded(rng: random.Random, text: str) -> bytes:
    """The text in one of the encodings drops come in."""
    encoding = rng.choice(ENCODINGS)
    if encoding == "big5":
        return traditional(text).encode("big5hkscs", "ignore")
    return text.encode(encoding)


def page(rng: random.Random, text: str) -> str:
    """A text drop as a web page with navigation round it."""
    title, *lines = text.split("\n\n")
    links = "".join(f'<li><a href="/{i}">{rng.choice(PLACES)}</a></li>' for i in range(8))
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><ul class="nav">{links}</ul><h1>{title}</h1>{body}</body></html>'
    )


def drops(count: int, chars: int, seed: int) -> Iterator[str]:
    """`count` text drops; one in fifty repeats an earlier one, one in forty is Traditional."""
    earlier: list[str] = []
    for n in range(count):
        rng = random.Random(f"{seed}-{n}")
        if earlier and n % 50 == 49:
            yield rng.choice(earlier)
            continue
        text = text_drop(rng, chars)
        earlier = [*earlier[-20:], text]
        yield traditional(text) if n % 40 == 7 else text


def write_plain(out: Path, count: int, chars: int, seed: int) -> None:
    """All drops as UTF-8 text files, a thousand to a folder."""
    for n, text in enumerate(drops(count, chars, seed)):
        folder = out / f"{n // 1000:04d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{n:07d}.txt").write_text(text, "utf-8")


def warc_record(n: int, html: bytes, coding: str) -> bytes:
    """A response record; `coding` is the body's content coding."""
    body = gzip.compress(html, mtime=0) if coding else html
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + (b"Content-Encoding: gzip\r\n" if coding else b"") + b"\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{n:012d}>\r\nWARC-Target-URI: https://news.example/{n}\r\n"
        f"WARC-Date: 2023-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def write_mixed(out: Path, count: int, chars: int, seed: int) -> None:
    """The drops in every format, some of them bad: a tenth each as files of three kinds, in JSONL, WARC (three packings), ZIP, tar, WACZ."""
    out.mkdir(parents=True, exist_ok=True)
    shares: list[list[tuple[int, str]]] = [[] for _ in range(10)]
    for n, text in enumerate(drops(count, chars, seed)):
        shares[n % 10].append((n, text))
    for kind, share in enumerate(shares):
        writer = (_texts, _pages, _packed_pages, _jsonl, _jsonl_zst, _warc_gz, _warc_zst, _zip, _tar, _wacz)[kind]
        writer(out, share, random.Random(f"{seed}-kind-{kind}"))


def _texts(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    for n, text in share:
        folder = out / "texts" / f"{n // 5000:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        data = {0: b"", 10: b"\x89PNG\r\n\x1a\n" + bytes(100)}.get(n % 1000, encoded(rng, text))
        (folder / f"{n}.txt").write_bytes(data)


def _pages(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    (out / "pages").mkdir()
    for n, text in share:
        (out / "pages" / f"{n}.html").write_text(page(rng, text), "utf-8")


def _packed_pages(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    (out / "packed").mkdir()
    for n, text in share:
        (out / "packed" / f"{n}.html.gz").write_bytes(gzip.compress(page(rng, text).encode(), mtime=0))


def _jsonl(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    rows = (json.dumps({"id": str(n), "text": text, "url": f"https://news.example/{n}"}, ensure_ascii=n % 3 == 0) for n, text in share)
    (out / "rows.jsonl").write_text("".join(f"{row}\n" for row in rows), "utf-8")


def _jsonl_zst(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    rows = "".join(json.dumps({"html": page(rng, text)}) + "\n" for _, text in share)
    (out / "rows.jsonl.zst").write_bytes(zstandard.compress(rows.encode()))


def _warc_gz(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    records = (gzip.compress(warc_record(n, page(rng, text).encode(), "gzip" if n % 4 else ""), mtime=0) for n, text in share)
    (out / "crawl.warc.gz").write_bytes(b"".join(records))


def _warc_zst(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    packer = zstandard.ZstdCompressor()
    (out / "crawl.warc.zst").write_bytes(b"".join(packer.compress(warc_record(n, page(rng, text).encode(), "")) for n, text in share))


def _zip(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    with zipfile.ZipFile(out / "delivery.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for n, text in share:
            archive.writestr(zipfile.ZipInfo(f"新闻/{n}.txt"), encoded(rng, text), zipfile.ZIP_DEFLATED)


def _tar(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    with (
        (out / "delivery.tar.gz").open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for n, text in share:
            data = encoded(rng, text)
            info = tarfile.TarInfo(f"drops/{n}.txt")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


def _wacz(out: Path, share: list[tuple[int, str]], rng: random.Random) -> None:
    records = (gzip.compress(warc_record(n, page(rng, text).encode(), ""), mtime=0) for n, text in share)
    with zipfile.ZipFile(out / "crawl.wacz", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("archive/data.warc.gz"), b"".join(records))
        archive.writestr(zipfile.ZipInfo("pages/pages.jsonl"), b"{}\n")


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--chars", type=int, default=1_500, help="code points of an article")
    parser.add_argument("--plain", action="store_true", help="UTF-8 text files only")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write = write_plain if given.plain else write_mixed
    write(given.out, given.documents, given.chars, given.seed)


if __name__ == "__main__":
    main()
