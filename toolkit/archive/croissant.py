"""croissant.json: the records for machine-learning loaders (Croissant 1.0, https://docs.mlcommons.org/croissant/docs/croissant-spec.html)."""

from __future__ import annotations

from typing import Any

from toolkit.archive.model import Contents
from toolkit.schemas import load_schema

# The context every Croissant file carries, as the specification gives it.
_CR = ("citeAs", "column", "extract", "field", "fileProperty", "fileObject", "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5")
_CR_MORE = ("parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform")
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "sc": "https://schema.org/",
    **{term: f"cr:{term}" for term in (*_CR, *_CR_MORE)},
}
_SHARDS = "record-shards"
_TYPES = {"string": "sc:Text", "integer": "sc:Integer"}


def croissant(it: Contents) -> dict[str, Any]:
    """The description: a FileObject a shard of records with its sha256, a set of these files, and one record set over it."""
    shards = [s for s in it.shards if s.kind == "records"]
    out: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": it.title,
        "description": it.summary,
        "license": it.about.license_url or it.about.license,
        "url": it.identifier,
        "version": it.about.version,
        "datePublished": it.about.date.isoformat(),
    }
    if it.about.creator:
        out["creator"] = {"@type": "sc:Organization", "name": it.about.creator}
    if not shards:
        return out
    out["distribution"] = [
        {
            "@type": "cr:FileObject",
            "@id": shard.path,
            "name": shard.path,
            "contentUrl": shard.path,
            "contentSize": f"{it.files[shard.path].size} B",
            "encodingFormat": "application/jsonlines",
            "sha256": it.files[shard.path].sha256,
        }
        for shard in shards
    ]
    out["distribution"].append(
        {"@type": "cr:FileSet", "@id": _SHARDS, "name": _SHARDS, "encodingFormat": "application/jsonlines", "includes": "records/*.jsonl.gz"}
    )
    out["recordSet"] = [_record_set()]
    return out


def _record_set() -> dict[str, Any]:
    properties = load_schema("article")["properties"]
    return {
        "@type": "cr:RecordSet",
        "@id": "records",
        "name": "records",
        "description": "Cleaned articles, one a row.",
        "key": {"@id": "records/id"},
        "field": [_field(key, spec) for key, spec in properties.items() if "$ref" not in spec or key == "id"],
    }


def _field(key: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"records/{key}",
        "name": key,
        "description": spec.get("description", key),
        "dataType": _TYPES.get(spec.get("type", "string"), "sc:Text"),
        "source": {"fileSet": {"@id": _SHARDS}, "extract": {"column": key}},
    }
