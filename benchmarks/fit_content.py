"""Fit the weights of the main-text model: `python benchmarks/fit_content.py DATA [--write]`.

DATA is a folder of *.jsonl.gz files, one page a line: html, gold_text, lang, group (the site; pages of one site are never
on both sides of a split), dataset. Needs numpy and scikit-learn. Prints a report cross-validated by site (token F1 with
title lines off both sides, and the share of pages under .5) of the model's choice of blocks alone and of the text that `clean`
gives, by weights that have not seen the site; then fits on all pages; --write stores the weights.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from toolkit import clean
from toolkit.content import model
from toolkit.content.features import NAMES, Sheet, flags, flags_of
from toolkit.edits import apply, ordered
from toolkit.markup.blocks import read_page
from toolkit.markup.rewrite import write_page
from toolkit.markup.turbo import turbo

_NOT_LETTER = re.compile(r"[\W_]+")
_TOKEN = re.compile("[⺀-⿟々-〇぀-ヿ㐀-䶿一-鿿가-힣豈-﫿\U00020000-\U0003ffff]|[^\\W⺀-⿟々-〇぀-ヿ㐀-䶿一-鿿가-힣豈-﫿\U00020000-\U0003ffff]+")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
GRAM = 4


def letters(text: str) -> str:
    return _NOT_LETTER.sub("", unicodedata.normalize("NFKC", text)).lower()


def tokens(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(unicodedata.normalize("NFKC", text).lower()))


@dataclass
class Sample:
    """One page: its feature rows, the texts and labels of their blocks, and what its score needs."""

    name: str
    html: str
    url: str
    dataset: str
    lang: str
    site: str
    rows: Any
    texts: list[str]
    labels: Any
    sizes: Any
    titles: set[str]
    gold: Counter[str]
    gold_chars: int
    trusted: Any  # which labels a fit may use


def label(texts: list[str], gold: str) -> list[bool]:
    """Which blocks are content: 80 % of their letters stand in the gold text, and they lie on its heaviest in-order chain."""
    whole = letters(gold)
    grams = {whole[i : i + GRAM] for i in range(len(whole) - GRAM + 1)}
    spots: list[tuple[int, int, int]] = []  # (block, place in gold, letters)
    for k, text in enumerate(texts):
        own = letters(text)
        if own and _coverage(own, grams, whole) >= 0.8:
            spots += [(k, at, len(own)) for at in _places(own, whole)]
    best: list[tuple[float, int]] = []
    for i, (k, at, size) in enumerate(spots):
        before = max(((best[j][0], j) for j in range(i) if spots[j][0] < k and spots[j][1] + spots[j][2] * 0.5 <= at), default=(0.0, -1))
        best.append((before[0] + size, before[1]))
    chosen = [False] * len(texts)
    at = max(range(len(best)), key=lambda i: best[i][0]) if best else -1
    while at >= 0:
        chosen[spots[at][0]] = True
        at = best[at][1]
    return chosen


def label_shown(texts: list[str], shown: list[str], gold: str) -> list[bool]:
    """Labels of the blocks that show, if most of the gold text shows: what is hidden is a copy then."""
    if texts != shown:
        labels = label(shown, gold)
        if 2 * sum(len(letters(t)) for t, is_so in zip(shown, labels, strict=True) if is_so) >= len(letters(gold)):
            return labels
    return label(texts, gold)


def _coverage(own: str, grams: set[str], whole: str) -> float:
    if len(own) < GRAM:
        return float(own in whole)
    covered = [False] * len(own)
    for i in range(len(own) - GRAM + 1):
        if own[i : i + GRAM] in grams:
            covered[i : i + GRAM] = [True] * GRAM
    return sum(covered) / len(own)


def _places(own: str, whole: str) -> list[int]:
    for head in (own, own[:24], own[:8], own[:GRAM], own[-8:]):
        found, at = [], whole.find(head)
        while at >= 0 and len(found) < 6:
            found.append(at)
            at = whole.find(head, at + 1)
        if found:
            return found
    return []


def joined_tokens(text: str) -> str:
    return "".join(_TOKEN.findall(unicodedata.normalize("NFKC", text).lower()))


def titles_of(row: dict[str, Any]) -> set[str]:
    """What may be a page's title line: the labelled title, <title>, and its parts."""
    found = _TITLE.search(row["html"])
    title = html.unescape(found[1]).strip() if found else ""
    parts = [row.get("gold_title") or "", title, *re.split(r"\s*[_|–—]\s*|\s+-+\s+|-{1,2}(?=\D)|>>|<<|::", title)]
    return {p for p in map(joined_tokens, parts) if len(p) >= 4}


def without_title(text: str, titles: set[str]) -> str:
    lines = text.split("\n")
    heads = [i for i, line in enumerate(lines) if line.strip()][:6]
    drop = set()
    for i in heads:
        own = joined_tokens(lines[i])
        if len(own) >= 4 and any(own == t or (own in t and len(own) >= 0.8 * len(t)) or (t in own and len(t) >= 0.8 * len(own)) for t in titles):
            drop.add(i)
    return "\n".join(line for i, line in enumerate(lines) if i not in drop)


def f1(found: Counter[str], gold: Counter[str]) -> float:
    if not found or not gold:
        return 0.0
    both = sum((found & gold).values())
    return 2 * both / (sum(found.values()) + sum(gold.values()))


def sample(row: dict[str, Any]) -> Sample:
    """Read one page as the ladder reads it."""
    page = read_page(row["html"], turbo())
    edits, blocks = write_page(page)
    text = apply(row["html"], ordered(edits))
    sheet = Sheet(text, page, blocks)
    of_page = sheet.page_vector()
    rows, texts, shown = [], [], []
    for b, line in sheet.rows():
        rows.append((*line, *sheet.box_vector(b.parent), *sheet.outer_vector(b.parent.parent or b.parent), *of_page, *flags(flags_of(b.parent))))
        texts.append(text[b.start : b.end])
        shown.append("" if b.parent.hidden else texts[-1])
    titles = titles_of(row)
    table = np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))
    gold = row["gold_text"]
    return Sample(
        row["id"],
        row["html"],
        row.get("url") or "",
        row["dataset"],
        row["lang"],
        brand(row["group"]),
        table,
        texts,
        np.array(label_shown(texts, shown, gold)),
        np.array([max(1, len(letters(t))) for t in texts]),
        titles,
        tokens(without_title(gold, titles)),
        max(1, len(letters(gold))),
        np.ones(len(rows), dtype=bool),
    )


def brand(group: str) -> str:
    """The name of a site without what stands round it: news.example.com.cn and example.com are one."""
    parts = [
        p
        for p in group.split("/")[-1 if "/" in group else 0].split(".")
        if p not in ("com", "cn", "net", "org", "www", "news", "tw", "hk", "co", "uk", "gov", "edu", "au")
    ]
    return parts[-1] if parts else group


def load(folder: Path, names: Iterable[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name in names:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as f:
            rows += [json.loads(line) for line in f]
    return rows


def score(s: Sample, chosen: Any) -> float:
    text = "\n".join(t for t, c in zip(s.texts, chosen, strict=True) if c)
    return f1(tokens(without_title(text, s.titles)), s.gold)


def score_whole(s: Sample) -> float:
    """Token F1 of what `clean` makes of a page."""
    article = clean(s.html.encode("utf-8", "surrogatepass"), media_type="text/html", script="keep", url=s.url or None)
    return f1(tokens(without_title(article.text, s.titles)), s.gold)


def fit(samples: list[Sample], weights: list[float], c: float) -> tuple[Any, float]:
    """Raw weights and bias of a logistic regression on standardised features."""
    x = np.concatenate([s.rows[s.trusted] for s in samples])
    y = np.concatenate([s.labels[s.trusted] for s in samples])
    w = np.concatenate([k * np.sqrt(s.sizes / s.gold_chars)[s.trusted] if len(s.labels) else s.sizes for s, k in zip(samples, weights, strict=True)])
    mean, std = x.mean(0), x.std(0)
    std[std < 1e-6] = 1.0
    w = w * (len(w) / w.sum())
    model = LogisticRegression(C=c, max_iter=400, tol=1e-3)
    model.fit((x - mean) / std, y, sample_weight=w)
    raw = model.coef_[0] / std
    return raw, float(model.intercept_[0] - (raw * mean).sum())


def choose(z: Any) -> Any:
    chosen = z >= 0
    if len(z) and not chosen.any():
        chosen[int(np.argmax(z))] = True
    return chosen


GROUPS = {  # pages that weigh alike
    "zh": ("daniel", "magichtml_article", "zh_handcrafted", "gne_hand", "fixtures_zh"),
    "hub": ("scrapinghub",),
    "news": ("daniel_en",),
    "web": ("wcxb",),  # pages of all kinds, mostly English
}
SETS = {  # the groups that a set of weights is for, and the weight of each group in its fit
    "zh": (("zh",), {"zh": 1.0, "hub": 0.07, "news": 0.07, "web": 0.07}),
    "other": (("hub", "news"), {"zh": 0.1, "hub": 2.0, "news": 1.0}),
}
STRENGTH = 0.003  # of regularisation: smaller is stronger
FOLDS = 10
DOUBT = 4.0  # log-odds against a label, by weights that never saw its site, from which it is left out: some gold texts are cut short

Groups = dict[str, list[Sample]]


def site_weights(samples: list[Sample], share: float) -> list[float]:
    """A site with many pages counts for more than one with few, but not in proportion."""
    pages = Counter(s.site for s in samples)
    return [share * pages[s.site] ** -0.25 for s in samples]


def fit_set(groups: Groups, name: str) -> tuple[Any, float]:
    shares = SETS[name][1]
    samples = [s for g in shares for s in groups[g]]
    return fit(samples, [w for g, share in shares.items() for w in site_weights(groups[g], share)], STRENGTH)


def pages_of(groups: Groups, name: str) -> list[Sample]:
    return [s for g in SETS[name][0] for s in groups[g]]


def folds(groups: Groups, name: str) -> Iterator[tuple[list[int], Any, float]]:
    """Numbers of some of the pages that a set of weights is for, and weights and bias fitted without the sites of these."""
    own = pages_of(groups, name)
    for _, test in GroupKFold(FOLDS).split(own, groups=[s.site for s in own]):
        away = {own[i].site for i in test}
        yield test.tolist(), *fit_set({g: [s for s in samples if s.site not in away] for g, samples in groups.items()}, name)


def doubt(groups: Groups, name: str) -> None:
    """Leave the labels out of every fit that weights of other sites contradict flatly."""
    own = pages_of(groups, name)
    trusted = {i: np.where(own[i].labels, z > -DOUBT, z < DOUBT) for test, raw, bias in folds(groups, name) for i in test for z in (own[i].rows @ raw + bias,)}
    for i, of_page in trusted.items():
        own[i].trusted = of_page


def cross_validate(groups: Groups, name: str) -> tuple[Any, Any]:
    """Token F1 of each page that the set of weights `name` is for, by weights fitted without its site: of the blocks chosen, and of the whole ladder's text."""
    own = pages_of(groups, name)
    chosen, whole = np.zeros(len(own)), np.zeros(len(own))
    for test, raw, bias in folds(groups, name):
        weights = model.grouped({"bias": bias, "weights": dict(zip(NAMES, raw.tolist(), strict=True))})
        with patch.object(model, "tables", return_value=model.tables() | {name: weights}):
            for i in test:
                chosen[i] = score(own[i], choose(own[i].rows @ raw + bias))
                whole[i] = score_whole(own[i])
    return chosen, whole


def report(samples: list[Sample], scores: Any) -> str:
    by_set: dict[str, list[float]] = {}
    for s, f in zip(samples, scores, strict=True):
        by_set.setdefault(s.dataset, []).append(f)
    sets = ", ".join(f"{k} {np.mean(v):.3f} ({len(v)})" for k, v in by_set.items())
    return f"F1t {scores.mean():.4f}, fail {100 * (scores < 0.5).mean():.1f} %: {sets}"


def shortened(number: float) -> float:
    """Four digits say enough of a weight, and keep the file readable."""
    return float(f"{number:.4g}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--no-report", action="store_true")
    args = parser.parse_args()
    groups = {name: [sample(r) for r in load(args.data, sets)] for name, sets in GROUPS.items()}
    stored = {}
    for name in SETS:
        doubt(groups, name)
    for name in SETS:
        if not args.no_report:
            for what, scores in zip(("content step alone", "whole ladder"), cross_validate(groups, name), strict=True):
                print(f"{name}, {what}, cross-validated by site: {report(pages_of(groups, name), scores)}", flush=True)
        raw, bias = fit_set(groups, name)
        stored[name] = {"bias": shortened(bias), "weights": {n: shortened(w) for n, w in zip(NAMES, raw, strict=True) if abs(w) > 1e-5}}
    if args.write:
        path = Path(__file__).parents[1] / "toolkit" / "content" / "weights.json"
        path.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"written: {path}")


if __name__ == "__main__":
    sys.exit(main())
