"""The version of the toolkit, which every row's provenance names."""

__version__ = "0.1.0"
