"""What takes too long for `make test`: each part is `python -m bench.night.<part> [--short]`."""
