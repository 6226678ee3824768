"""`mulakat work` whose sweeps come every two seconds: a journey does not sit out their minute."""

import os
import sys
from dataclasses import replace

from mulakat.worker import loop, sweeps

EVERY = 2.0  # seconds

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mulakat.settings")
    sweeps.SWEEPS[:] = [replace(one, every=min(one.every, EVERY)) for one in sweeps.SWEEPS]
    sys.exit(loop.main())
