"""`jiaokan restore`: one document out of a package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import click

from toolkit.archive.restore import RestoreError, What, restore
from toolkit.archive.trees import TreeError, open_tree
from toolkit.atomic import write_atomically
from toolkit.cli.common import GIVEN_PATH, Unusable
from toolkit.cli.streams import write


@click.command("restore")
@click.argument("package", type=GIVEN_PATH)
@click.argument("document_id", metavar="ID")
@click.option("--what", type=click.Choice(get_args(What)), default="raw", show_default=True, help="The raw bytes, or the source text or the text as UTF-8.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; stdout unless given. It must not exist.")
def command(package: Path, document_id: str, what: What, out: Path | None) -> None:
    """Give back the document ID (or the one whose id begins so) of PACKAGE.

    What is given back has been held against the digest its row states. Exit status: 0 given back, 2 it can't be.
    """
    try:
        data = restore(open_tree(package).tree, document_id, what)
        if out is None:
            write(data)
        elif os.path.lexists(out):
            raise Unusable(f"{out}: exists already and is never written over")
        else:
            write_atomically(out, [data])
    except TreeError as fault:
        raise Unusable(str(fault)) from fault
    except RestoreError as fault:
        raise Unusable(f"{package}: {fault}") from fault
