"""datapackage.json: the package as a Data Package 2.0 (https://datapackage.org/standard/data-package/)."""

from __future__ import annotations

import re
from typing import Any

from toolkit.archive.model import Contents, media_type

# Readers take a format they know for a table and then lose its size and hash; a Parquet file is checked as bytes.
_FORMATS = {"parquet": "bin"}
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def datapackage(it: Contents) -> dict[str, Any]:
    """The descriptor: every payload file but the metadata files and the schemas is a resource with bytes and hash.

    Schemas stay out: a reader takes a resource named *schema.json for a Table Schema. `recordSchema` names the one of the rows.
    """
    licence = {"name": it.about.license} | ({"path": it.about.license_url} if it.about.license_url else {})
    rows = {s.path: s for s in it.shards}
    out: dict[str, Any] = {
        "$schema": PROFILE,
        "name": package_name(it.title, it.identifier),
        "id": it.identifier,
        "title": it.title,
        "description": it.summary,
        "version": it.about.version,
        "created": f"{it.about.date.isoformat()}T00:00:00Z",
        "licenses": [licence],
    }
    if it.about.creator:
        out["contributors"] = [{"title": it.about.creator, "roles": ["creator"]}]
    out["counts"] = it.counts
    out["recordSchema"] = {"path": "schema/article.schema.json", "sha256": it.files["schema/article.schema.json"].sha256}
    out["resources"] = []
    for path, written in it.files.items():
        if path.startswith("schema/"):
            continue
        suffix = path.rpartition(".")[2].lower()
        resource: dict[str, Any] = {
            "name": path.lower(),
            "path": path,
            "format": _FORMATS.get(suffix, suffix),
            "mediatype": media_type(path),
            "bytes": written.size,
            "hash": f"sha256:{written.sha256}",
        }
        if path in rows:
            resource |= {"format": "jsonl", "rows": rows[path].rows, "rowsHash": f"sha256:{rows[path].rows_sha256}"}
        out["resources"].append(resource)
    return out


def package_name(title: str, identifier: str) -> str:
    """A name as the standard wants it (lower case, digits, "-", "." and "_"), of the title; of the identifier where the title has no such letters."""
    return re.sub(r"[^a-z0-9._]+", "-", title.lower()).strip("-.") or f"package-{identifier.rpartition(':')[2][:8]}"
