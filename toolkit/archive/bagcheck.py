"""Checking a BagIt bag (RFC 8493, and the drafts 0.93 to 0.97), ours or anybody's: every fault, with its place.

bagit-python names the first faults only, takes a bag without a tag manifest for valid, and overlooks white space that
version 1.0 forbids; what it leaves open is checked here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from toolkit.archive.finding import Finding, Level
from toolkit.archive.trees import BLOCK, UNREADABLE, Tree, path_key
from toolkit.packing import words_of

VERSIONS = ("0.93", "0.94", "0.95", "0.96", "0.97", "1.0")
_MANIFEST = re.compile(r"(tag)?manifest-([A-Za-z0-9_-]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?)(.+)")
_FETCH = re.compile(r"(\S+)[ \t]+(-|[0-9]+)[ \t]+(.+)")
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".spotlight-v100", ".trashes", "ehthumbs.db"})
_ALGORITHMS = {name.replace("-", "").replace("_", ""): name for name in sorted(hashlib.algorithms_guaranteed) if not name.startswith("shake")}


@dataclass(slots=True)
class Manifest:
    """One manifest: its file, hashlib's name of its algorithm, and path -> (digest in lower case, line number)."""

    file: str
    algorithm: str
    tags: bool
    entries: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Bag:
    """What checking a bag gathered. `digests`: path -> algorithm -> hex of the bytes that are there."""

    tree: Tree
    version: str = ""
    encoding: str = "utf-8"
    info: dict[str, list[str]] = field(default_factory=dict)
    manifests: list[Manifest] = field(default_factory=list)
    fetch: dict[str, int] = field(default_factory=dict)
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def find(self, check: str, path: str, expected: str, found: str, level: Level = "error") -> None:
        """Put a finding on record."""
        self.findings.append(Finding(check, path, expected, found, level))

    @property
    def strict(self) -> bool:
        """Whether version 1.0 applies, which forbids some of what the drafts only frown at."""
        return self.version not in VERSIONS[:-1]

    def payload(self) -> list[str]:
        """The payload files that are there."""
        return [p for p in self.tree.files if p.startswith("data/")]


def check_bag(tree: Tree) -> Bag:
    """Check a bag whole: declaration, tag files, completeness, digests. Raises nothing for what a bag holds."""
    bag = Bag(tree, findings=list(tree.findings))
    _declaration(bag)
    _read_manifests(bag)
    _read_fetch(bag)
    _read_info(bag)
    _complete(bag)
    _digest_all(bag)
    _compare(bag)
    _oxum(bag)
    _names(bag)
    return bag


# Reading the tag files


def _text(bag: Bag, path: str, encoding: str) -> str | None:
    """A tag file's text; None, with a finding, where it can't be read."""
    try:
        with bag.tree.open(path) as stream:
            data = stream.read()
    except UNREADABLE as fault:
        bag.find("bag.readable", path, "a readable file", words_of(fault))
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        bag.find("bag.encoding", path, f"text in {encoding}", f"byte {fault.start} can't be read so")
        return None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; a line ends with LF, CR or CRLF, and with nothing else."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if line:
            yield number, line


def _declaration(bag: Bag) -> None:
    if "bagit.txt" not in bag.tree.files:
        bag.find("bag.declaration", "bagit.txt", "the bag declaration", "no such file")
        return
    text = _text(bag, "bagit.txt", "utf-8")
    if text is None:
        return
    if text.startswith("\ufeff"):
        bag.find("bag.declaration", "bagit.txt", "no byte order mark", "one at the start")
    values: dict[str, str] = {}
    for number, line in _lines(text.removeprefix("\ufeff")):
        label, colon, value = line.partition(":")
        values.setdefault(label.strip(), value.strip())
        if not colon or label.strip() not in ("BagIt-Version", "Tag-File-Character-Encoding"):
            bag.find("bag.declaration", f"bagit.txt:{number}", "BagIt-Version or Tag-File-Character-Encoding", repr(line[:80]))
    bag.version = values.get("BagIt-Version", "")
    if not re.fullmatch(r"[0-9]+\.[0-9]+", bag.version):
        bag.find("bag.declaration", "bagit.txt", "BagIt-Version: M.N", repr(bag.version) if bag.version else "none")
    elif bag.version not in VERSIONS:
        bag.find("bag.declaration", "bagit.txt", f"one of BagIt's versions ({', '.join(VERSIONS)})", bag.version, "warning")
    if bag.strict:
        _strict_declaration(bag, text)
    _encoding(bag, values.get("Tag-File-Character-Encoding"))


def _strict_declaration(bag: Bag, text: str) -> None:
    """Version 1.0 gives the two lines to the character."""
    lines = [line for _, line in _lines(text.removeprefix("\ufeff"))]
    for number, (line, label) in enumerate(zip(lines, ("BagIt-Version", "Tag-File-Character-Encoding"), strict=False), 1):
        if not re.fullmatch(rf"{label}: \S+", line):
            bag.find("bag.declaration", f"bagit.txt:{number}", f"{label!r}, a colon, one blank, a value", repr(line[:80]))
    if len(lines) != 2:
        bag.find("bag.declaration", "bagit.txt", "two lines", str(len(lines)))


def _encoding(bag: Bag, stated: str | None) -> None:
    if stated is None:
        bag.find("bag.declaration", "bagit.txt", "Tag-File-Character-Encoding", "none")
        return
    try:
        "".encode(stated)
        bag.encoding = stated
    except LookupError:
        bag.find("bag.declaration", "bagit.txt", "a known Tag-File-Character-Encoding", repr(stated))


def _read_manifests(bag: Bag) -> None:
    for path in sorted(p for p in bag.tree.files if "/" not in p):
        named = _MANIFEST.fullmatch(path)
        if named is None:
            continue
        algorithm = _ALGORITHMS.get(re.sub(r"[-_]", "", named[2]).lower())
        if algorithm is None:
            bag.find("bag.algorithm", path, "a known digest algorithm", named[2])
            continue
        manifest = Manifest(path, algorithm, named[1] is not None)
        text = _text(bag, path, bag.encoding)
        if text is not None:
            _read_entries(bag, manifest, text.removeprefix("\ufeff"))
            bag.manifests.append(manifest)
    if not any(not m.tags for m in bag.manifests):
        bag.find("bag.manifest", "manifest-<algorithm>.txt", "at least one payload manifest", "none")
    if not any(m.tags for m in bag.manifests):
        bag.find("bag.tagmanifest", "tagmanifest-<algorithm>.txt", "a tag manifest, which shows changes to the tag files", "none", "warning")


def _read_entries(bag: Bag, manifest: Manifest, text: str) -> None:
    length = hashlib.new(manifest.algorithm).digest_size * 2
    for number, line in _lines(text):
        place = f"{manifest.file}:{number}"
        parts = _LINE.fullmatch(line)
        if parts is None or len(parts[1]) != length:
            bag.find("bag.manifest", place, f"{length} hex digits, white space, a path", repr(line[:160]))
            continue
        if parts[2]:
            bag.find("bag.manifest", place, "a path", "a path after an asterisk, as the md5sum tools write it", "warning")
        path = _safe_path(bag, place, parts[3], tags=manifest.tags)
        if path is None:
            continue
        known = manifest.entries.get(path)
        if known is not None:
            same = known[0] == parts[1].lower()
            found = f"also line {known[1]}, with {'the same' if same else 'another'} digest"
            bag.find("bag.manifest", place, f"{path} listed once", found, "warning" if same and not bag.strict else "error")
            continue
        manifest.entries[path] = (parts[1].lower(), number)


def _safe_path(bag: Bag, place: str, written: str, *, tags: bool) -> str | None:
    """The path a manifest or fetch.txt means; None, with a finding, where it leads out of the bag or to the wrong side of data/."""
    path = _decoded(written, bag.strict)
    if path.startswith("./"):
        bag.find("bag.path", place, "a path without ./", repr(path), "warning")
        path = path[2:]
    parts = path.split("/")
    if path.startswith(("/", "~", "\\")) or ".." in re.split(r"[/\\]", path.replace("\\.", ".")) or re.match(r"[A-Za-z]:[/\\]", path):
        bag.find("bag.path", place, "a path inside the bag", repr(path))
        return None
    if "." in parts or "" in parts:
        bag.find("bag.path", place, "a path without empty and . members", repr(path))
        return None
    if (parts[0] == "data") == tags:
        bag.find("bag.path", place, "a path outside data/" if tags else "a path below data/", repr(path))
        return None
    return _as_on_disk(bag, place, path)


def _decoded(path: str, strict: bool) -> str:
    """Percent escapes undone: CR and LF in every version, the percent sign itself since 1.0."""
    path = re.sub("%0[dD]", "\r", re.sub("%0[aA]", "\n", path))
    return path.replace("%25", "%") if strict else path


def _as_on_disk(bag: Bag, place: str, path: str) -> str:
    """The path as the tree spells it, where only Unicode normalisation tells the two apart."""
    if path in bag.tree.files:
        return path
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, path)
        if other in bag.tree.files:
            bag.find("bag.path", place, f"{other!r} as the file is named", "the same name in another Unicode normalisation", "warning")
            return other
    return path


def _read_fetch(bag: Bag) -> None:
    text = _text(bag, "fetch.txt", bag.encoding) if "fetch.txt" in bag.tree.files else None
    for number, line in _lines((text or "").removeprefix("\ufeff")):
        parts = _FETCH.fullmatch(line)
        if parts is None:
            bag.find("bag.fetch", f"fetch.txt:{number}", "URL, length or -, path", repr(line[:160]))
            continue
        path = _safe_path(bag, f"fetch.txt:{number}", parts[3], tags=False)
        if path is not None:
            bag.fetch[path] = number


def _read_info(bag: Bag) -> None:
    name = "package-info.txt" if bag.version in VERSIONS[:3] else "bag-info.txt"
    text = _text(bag, name, bag.encoding) if name in bag.tree.files else None
    last = ""
    for number, line in _lines((text or "").removeprefix("\ufeff")):
        if line[0] in " \t" and last:
            bag.info[last][-1] += " " + line.strip()
            continue
        label, colon, value = line.partition(":")
        if not colon:
            bag.find("bag.info", f"{name}:{number}", "a label, a colon, a value", repr(line[:80]), "error" if bag.strict else "warning")
            continue
        last = label.strip().lower()
        bag.info.setdefault(last, []).append(value.strip())


# What is there against what is listed


def _complete(bag: Bag) -> None:
    payload = [m for m in bag.manifests if not m.tags]
    listed = {p for m in payload for p in m.entries}
    if "data" not in bag.tree.folders and not bag.payload():
        bag.find("bag.payload", "data/", "the payload folder", "no such folder")
    for path in sorted(set(bag.payload()) - listed, key=path_key):
        bag.find("bag.unlisted", path, "only files that a manifest lists", "a file that none lists")
    for manifest in payload if bag.strict else []:
        for path in sorted(listed - set(manifest.entries), key=path_key):
            bag.find("bag.manifest", manifest.file, f"all payload files, {path} among them", "it is not listed here, but in another manifest")
    for path, number in bag.fetch.items():
        if path not in listed:
            bag.find("bag.fetch", f"fetch.txt:{number}", f"{path} in a manifest", "it is not listed")
    for path in sorted({p for m in bag.manifests for p in m.entries} - set(bag.tree.files), key=path_key):
        places = ", ".join(f"{m.file}:{m.entries[path][1]}" for m in bag.manifests if path in m.entries)
        found = "it is still to be fetched (fetch.txt)" if path in bag.fetch else "no such file"
        bag.find("bag.missing", path, f"a file (listed in {places})", found)
    _tags_listed(bag)


def _tags_listed(bag: Bag) -> None:
    """Tag files need not be listed; one that is not can be changed unseen."""
    tag_manifests = [m for m in bag.manifests if m.tags]
    if not tag_manifests:
        return
    for path in bag.tree.files:
        if not path.startswith("data/") and not path.startswith("tagmanifest-") and not any(path in m.entries for m in tag_manifests):
            bag.find("bag.tagmanifest", path, "a tag file listed in a tag manifest", "it is not listed", "warning")


def _digest_all(bag: Bag) -> None:
    wanted: dict[str, set[str]] = {}
    for manifest in bag.manifests:
        for path in manifest.entries:
            if path in bag.tree.files:
                wanted.setdefault(path, set()).add(manifest.algorithm)
    for path, algorithms in wanted.items():
        digests = digest(bag, path, algorithms)
        if digests is not None:
            bag.digests[path] = digests


def digest(bag: Bag, path: str, algorithms: Iterable[str]) -> dict[str, str] | None:
    """The digests (hex) of a file that is there; None, with a finding, where it can't be read to its end."""
    hashes = {name: hashlib.new(name) for name in sorted(algorithms)}
    try:
        with bag.tree.open(path) as stream:
            while block := stream.read(BLOCK):
                for h in hashes.values():
                    h.update(block)
    except UNREADABLE as fault:
        bag.find("bag.readable", path, "a readable file", words_of(fault))
        return None
    return {name: h.hexdigest() for name, h in hashes.items()}


def _compare(bag: Bag) -> None:
    """Digests against manifests. Where some manifests agree with a file and one does not, it is that manifest that changed."""
    for path, digests in bag.digests.items():
        listing = [(m, *m.entries[path]) for m in bag.manifests if path in m.entries]
        wrong = [entry for entry in listing if digests[entry[0].algorithm] != entry[1]]
        agrees = any(entry not in wrong and entry[0].algorithm not in ("md5", "sha1") for entry in listing)
        for manifest, stated, number in wrong:
            found = digests[manifest.algorithm]
            if agrees:
                bag.find("bag.manifest", f"{manifest.file}:{number}", f"{manifest.algorithm} {found} for {path}, which other manifests confirm", stated)
            else:
                bag.find("bag.digest", path, f"{manifest.algorithm} {stated} ({manifest.file}:{number})", found)


def _oxum(bag: Bag) -> None:
    payload = bag.payload()
    there = f"{sum(bag.tree.files[p] for p in payload)}.{len(payload)}"
    for stated in bag.info.get("payload-oxum", ()):
        if stated != there:
            bag.find("bag.oxum", "bag-info.txt", f"Payload-Oxum {stated} (bytes.files)", there)


def _names(bag: Bag) -> None:
    """Names that another system may not keep apart, or that no archivist put there."""
    listed = {p for m in bag.manifests for p in m.entries}
    everything = sorted(listed | set(bag.tree.files), key=path_key)
    forms: tuple[tuple[str, Callable[[str], str]], ...] = (("letter case", str.casefold), ("Unicode normalisation", _nfc))
    for what, form in forms:
        seen: dict[str, str] = {}
        for path in everything:
            other = seen.setdefault(form(path), path)
            if other != path:
                bag.find("bag.name", path, "names that differ in more than " + what, f"it differs from {other} only in that", "warning")
    for path in everything:
        if path.rpartition("/")[2].lower() in _SYSTEM_FILES:
            bag.find("bag.name", path, "files that belong to the bag", "a file that operating systems leave lying about", "warning")


def _nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)
