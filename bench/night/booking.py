"""What `make bench` measures, recorded: booking journeys a second and what each costs.

python -m bench.night.booking [--short]
"""

import subprocess
import sys

from bench.night.part import arguments, part


def main() -> None:
    args = arguments()
    size = ["--journeys", "24", "--warm-up", "8"] if args.short else []
    with part("booking", is_short=args.short) as running:
        command = [sys.executable, "-m", "bench", *size]
        told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        for line in filter(None, told.splitlines()):
            if not line.startswith("machine:"):  # every row names it
                running.say(" ".join(line.split()))
        running.hold("a journey" in told, "journeys were walked")


if __name__ == "__main__":
    main()
