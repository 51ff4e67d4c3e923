"""`python -m toolkit` is `jiaokan`."""

from toolkit.cli import main

main(prog_name="jiaokan")
