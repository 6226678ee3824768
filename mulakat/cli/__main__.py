"""`python -m mulakat.cli` is `mulakat`."""

from mulakat.cli import main

main()
