"""Make the virtual environment: `python3 -m mulakat.cli.install run.txt` (make calls it).

Runs on the standard library alone, before anything is installed. Every package is checked
against the hash in requirements/. A second start is quick: pip runs only after a lock changed.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
COMMAND = """\
#!{python}
import sys

sys.path.insert(0, {root!r})
from mulakat.cli import main

main()
"""


def install(lock: Path) -> None:
    """Bring .venv to the state of the lock, with the command `mulakat` in it."""
    if sys.version_info[:2] != (3, 11):
        sys.exit(f"Python 3.11 is needed, this is {sys.version.split()[0]}. See README.md.")
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    mark = VENV / f"installed-{lock.stem}"
    if mark.exists() and mark.read_text() == digest:
        return
    python = VENV / "bin" / "python"
    if not python.exists():
        print("Making .venv", flush=True)
        _make_venv()
    print(f"Installing requirements/{lock.name} (a minute or two, once)", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command = [*pip, "--no-deps", "--require-hashes", "-r", str(lock)]
    done = subprocess.run(command, check=False)  # noqa: S603
    if done.returncode:
        sys.exit("The packages could not be installed; pip says why above.")
    console = VENV / "bin" / "mulakat"
    console.write_text(COMMAND.format(python=python, root=str(ROOT)))
    console.chmod(0o755)
    mark.write_text(digest)


def _make_venv() -> None:
    try:
        venv.create(VENV, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit("Python's venv cannot make an environment: install the package python3.11-venv.")


if __name__ == "__main__":
    install(ROOT / "requirements" / sys.argv[1])
