"""ro-crate-metadata.json: the package as an RO-Crate 1.2, with the run as a CreateAction (https://w3id.org/ro/crate/1.2).

The rocrate library puts the day into what it writes and brings a web client with it, so the graph is built here; the
tests let others read it.
"""

from __future__ import annotations

from typing import Any

from toolkit.archive.model import HOMEPAGE, Contents, media_type

_FOLDERS = {
    "raw": "Raw drops, as found",
    "records": "Cleaned articles, a row each",
    "parquet": "Cleaned articles, typed columns",
    "edits": "The ledger: every edit between source text and text, a row an article",
    "rejected": "Drops that were turned away, with the reason, a row each",
    "schema": "JSON Schemas of the rows",
}


def crate(it: Contents) -> dict[str, Any]:
    """The JSON-LD graph: root, one File a payload file, one folder a kind, the action of the run, its software."""
    folders = [f for f in _FOLDERS if it.under(f)]
    loose = [p for p in it.files if "/" not in p]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": it.title,
        "description": it.summary,
        "identifier": it.identifier,
        "version": it.about.version,
        "datePublished": it.about.date.isoformat(),
        "license": _ref(_licence_id(it)),
    }
    if it.about.creator:
        root["creator"] = _ref("#creator")
    root["hasPart"] = [*(_ref(f"{f}/") for f in folders), *map(_ref, loose)]
    root["mentions"] = [_ref("#run")]
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": _ref("https://w3id.org/ro/crate/1.2"),
            "about": _ref("./"),
        },
        root,
        _licence(it),
    ]
    if it.about.creator:
        graph.append({"@id": "#creator", "@type": "Organization", "name": it.about.creator})
    graph += _action(it, folders)
    graph += [{"@id": f"{f}/", "@type": "Dataset", "name": _FOLDERS[f], "hasPart": [_ref(p) for p in it.under(f)]} for f in folders]
    graph += [_file(it, path) for path in it.files]
    return {"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph}


def _ref(target: str) -> dict[str, str]:
    return {"@id": target}


def _licence_id(it: Contents) -> str:
    return it.about.license_url or f"#{it.about.license}"


def _licence(it: Contents) -> dict[str, Any]:
    return {
        "@id": _licence_id(it),
        "@type": "CreativeWork",
        "name": it.about.license,
        "identifier": it.about.license,
        "description": f"Licence {it.about.license}.",
    }


def _action(it: Contents, folders: list[str]) -> list[dict[str, Any]]:
    tool, _, version = it.run["tool"].partition(" ")
    made = [s.path for s in it.shards]
    return [
        {
            "@id": "#run",
            "@type": "CreateAction",
            "name": f"Cleaning of {it.counts['input']} drops",
            "description": f"{it.counts['kept']} kept, {it.counts['rejected']} rejected; configuration sha256 {it.run['config_sha256']}, in run.json.",
            "instrument": _ref("#tool"),
            "object": [_ref("raw/")] if "raw" in folders else [],
            "result": [_ref(path) for path in made] + ([_ref("run.json")] if "run.json" in it.files else []),
        },
        {"@id": "#tool", "@type": "SoftwareApplication", "name": tool, "version": version, "softwareVersion": version, "url": HOMEPAGE},
    ]


def _file(it: Contents, path: str) -> dict[str, Any]:
    written = it.files[path]
    return {
        "@id": path,
        "@type": "File",
        "name": path.rpartition("/")[2],
        "encodingFormat": media_type(path),
        "contentSize": str(written.size),
        "sha256": written.sha256,
    }
