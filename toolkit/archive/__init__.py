"""The archive package: building it, proving it, taking documents out of it."""

from toolkit.archive.describe import Description, DescriptionError, package_date, spdx_id
from toolkit.archive.raw import RawMissingError
from toolkit.archive.runs import RunError
from toolkit.archive.workshop import PlaceTakenError
from toolkit.archive.writer import package

__all__ = ["Description", "DescriptionError", "PlaceTakenError", "RawMissingError", "RunError", "package", "package_date", "spdx_id"]
