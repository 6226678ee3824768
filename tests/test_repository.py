"""What the repository must not tell or need: hosts, machines, other people's servers."""

import re
import subprocess

import pytest

from tests import tree

TEXT = {".py", ".txt", ".in", ".md", ".html", ".js", ".css", ".toml", ".json", ".po", ".svg", ""}
# In pieces, so that this file does not name them itself
HOSTS = re.compile(
    "|".join(
        re.escape("".join(pieces))
        for pieces in (
            ("files.python", "hosted.org"),
            ("py", "pi.org/simple"),
            ("registry.npm", "js.org"),
            ("registry.yarn", "pkg.com"),
            ("index", "-url"),
        )
    )
)
MACHINE = re.compile("|".join(re.escape("".join(p)) for p in (("/wor", "k/"), ("/roo", "t/"))))
THIRD_PARTY = re.compile(r"""(?:src|href)=["']https?://|@import|url\(["']?https?:""")


def readable() -> list[tuple[str, str]]:
    files = [path for path in tree.tracked() if path.suffix in TEXT]
    return [(tree.short(p), p.read_text(encoding="utf-8", errors="replace")) for p in files]


def test_no_file_names_a_package_registry() -> None:
    assert not [name for name, text in readable() if HOSTS.search(text)]


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert not [name for name, text in readable() if MACHINE.search(text)]


def test_no_page_asks_another_host_for_anything() -> None:
    pages = [(n, t) for n, t in readable() if re.search(r"^mulakat/(templates|static)/", n)]
    assert not [
        name
        for name, text in pages
        if THIRD_PARTY.search(text.replace("http://www.w3.org", ""))
        and not name.startswith("mulakat/templates/messages/")
    ]


def test_every_package_is_pinned_by_hash() -> None:
    for lock in sorted((tree.ROOT / "requirements").glob("*.txt")):
        blocks = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert len(blocks) > 20
        assert not [block for block in blocks if "==" not in block or "--hash=sha256:" not in block]


def test_make_lists_its_targets() -> None:
    done = subprocess.run(["make"], cwd=tree.ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make (\w+) +\S", done.stdout, re.M)
    rules = re.findall(r"^(\w+):", (tree.ROOT / "Makefile").read_text(), re.M)
    assert listed == rules
    assert {"run", "test", "check", "reset"} <= set(listed)
    assert len(listed) <= 12


@pytest.mark.parametrize("script", ["run", "test", "browser", "night"])
def test_ci_scripts_are_sound(script: str) -> None:
    path = tree.ROOT / ".ci" / script
    assert path.stat().st_mode & 0o100
    subprocess.run(["sh", "-n", str(path)], check=True)
