"""What a person says of a package: title, licence, creator, description, date. Nothing of it is guessed but the date."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression


class DescriptionError(ValueError):
    """Something of a package's description is missing or can't be used; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class Description:
    """How a package describes itself.

    `license` is one SPDX id (or LicenseRef-…), `date` the day it was put together. An empty title or description is made
    of what the package holds.
    """

    title: str
    license: str
    date: date
    description: str = ""
    creator: str = ""
    version: str = "1.0.0"

    @property
    def license_url(self) -> str:
        """Where the licence stands on the web; "" for a licence of one's own."""
        return "" if self.license.startswith("LicenseRef-") else f"https://spdx.org/licenses/{self.license}"


def spdx_id(given: str | None) -> str:
    """The SPDX id as SPDX writes it. Raises DescriptionError where there is none, or more than one: a licence is not guessed."""
    wanted = "an SPDX licence id such as CC-BY-4.0, or LicenseRef-NAME for terms of your own"
    if not given or not given.strip():
        raise DescriptionError(f"no licence given; expected {wanted}")
    try:
        found = str(canonicalize_license_expression(given.strip()))
    except InvalidLicenseExpression as fault:
        raise DescriptionError(f"licence {given!r} is not known to SPDX; expected {wanted}") from fault
    if " " in found:
        raise DescriptionError(f"licence {given!r} is an expression; expected {wanted}")
    return found


def package_date(given: str | None) -> date:
    """The day a package bears: `given` (YYYY-MM-DD), else SOURCE_DATE_EPOCH, else today (UTC)."""
    if given:
        try:
            return date.fromisoformat(given)
        except ValueError as fault:
            raise DescriptionError(f"date {given!r}, expected YYYY-MM-DD") from fault
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as fault:
        raise DescriptionError(f"SOURCE_DATE_EPOCH is {epoch!r}, expected seconds since 1970") from fault
