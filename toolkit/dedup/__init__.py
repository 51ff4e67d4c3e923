"""Reposts: records whose texts are nearly the same, found by MinHash over character 5-grams."""

from toolkit.dedup.near import THRESHOLD, NearDuplicates
from toolkit.dedup.shingles import shingles

__all__ = ["THRESHOLD", "NearDuplicates", "shingles"]
