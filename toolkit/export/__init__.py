"""Articles of a run or a package in the formats of other tools: TEI, Markdown, text, CSV, Parquet."""

from toolkit.export.formats import FORMATS, export

__all__ = ["FORMATS", "export"]
