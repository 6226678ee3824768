"""A wrong JITSI_FILE or MEETING_ORIGIN stops the start, with all faults at once."""

from pathlib import Path

import pytest

from mulakat import config, jitsi_file
from mulakat.config import WrongSettings
from tests import tree

GOOD = """\
[[deployment]]
url = "https://meet.example.in"
app_id = "mulakat"
key_file = "{key}"
api_secret_file = "{api}"
states = [19]
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A good file, its two secrets beside it, named in the environment."""
    (tmp_path / "key").write_text("k" * 40 + "\n")
    (tmp_path / "api").write_text("a" * 40 + "\n")
    write(tmp_path, GOOD)
    for name in ("MULAKAT_MODE", "ORIGIN", "STAFF_HOSTS", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MULAKAT_DATA", str(tmp_path))
    monkeypatch.setenv("JITSI_FILE", str(tmp_path / "jitsi.toml"))
    monkeypatch.setenv("MEETING_ORIGIN", "http://127.0.0.1:8000")
    return tmp_path


def write(folder: Path, text: str) -> None:
    text = text.replace("{key}", str(folder / "key")).replace("{api}", str(folder / "api"))
    (folder / "jitsi.toml").write_text(text)


def faults() -> list[str]:
    try:
        config.read()
    except WrongSettings as wrong:
        return str(wrong).splitlines()[1:]
    return []


def test_a_good_file_is_read(files: Path) -> None:
    assert faults() == []
    found = jitsi_file.read(files / "jitsi.toml", is_production=True)
    assert [(one.host, one.audience, one.domain, one.algorithm) for one in found] == [
        ("meet.example.in", "mulakat", "meet.example.in", "HS256")
    ]
    assert found[0].key == b"k" * 40


def test_the_example_names_every_key() -> None:
    text = (tree.ROOT / "docs" / "jitsi.example.toml").read_text()
    assert not [key for key in jitsi_file.KNOWN if f"{key} = " not in text]


def test_a_secret_is_never_shown(files: Path) -> None:
    found = jitsi_file.read(files / "jitsi.toml", is_production=True)
    assert "k" * 40 not in repr(found) and "a" * 40 not in repr(found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://meet.example.in", "http://meet.example.in", "https://"),
        ("https://meet.example.in", "https://meet.example.in/room", "a host alone"),
        ("https://meet.example.in", "https://u:p@meet.example.in", "a host alone"),
        ("https://meet.example.in", "https://meet.example.in:x", "cannot be read"),
        ("https://meet.example.in", "https://*.example.in", "a host alone"),
        ("https://meet.example.in", "https://a; script-src *", "a host alone"),
        ('app_id = "mulakat"\n', "", "app_id is missing"),
        ('"mulakat"', '"two words"', "plain word"),
        ("states", 'audience = ["a", "b"]\nstates', "never a list"),
        ("states", 'algorithm = "none"\nstates', "HS256 or RS256"),
        ("states", 'algorithm = "RS256"\nstates', "RSA private key"),
        ("states", 'secret = "x"\nstates', "secret is unknown"),
        ("states", 'api_addresses = ["10.0.0.0/99"]\nstates', "api_addresses"),
        ("states", 'domain = "Meet/x"\nstates', "domain must"),
        ("[19]", '["19"]', "numbers of states"),
        ("states = [19]", 'prisons = ["three"]', "prisons must"),
        ("{key}", "/nowhere/key", "key_file: No such file"),
        ("{api}", "{key}", "must differ"),
        ("[[deployment]]", "[[deployment", "jitsi.toml"),
        ("[[deployment]]", "[deployment]", "needs one"),
    ],
)
def test_it_refuses_a_file_with(files: Path, old: str, new: str, said: str) -> None:
    write(files, GOOD.replace(old, new))
    found = faults()
    assert len(found) == 1 and said in found[0], found


@pytest.mark.parametrize(
    ("name", "text"), [("key", "short"), ("api", "short"), ("api", "a b" * 20)]
)
def test_it_refuses_a_weak_secret(files: Path, name: str, text: str) -> None:
    (files / name).write_text(text)
    assert len(faults()) == 1


def test_a_state_belongs_to_one_deployment(files: Path) -> None:
    write(files, GOOD + GOOD.replace("meet.", "other."))
    assert faults() == ["JITSI_FILE: 19 is named by two deployments"]


@pytest.mark.parametrize(
    "meeting",
    [
        "",
        "http://localhost:9000",  # another port shares the cookies
        "http://call.localhost:8000",  # could set them
        "http://127.0.0.1:8000/page",
        "ftp://127.0.0.1",
    ],
)
def test_the_page_needs_a_name_of_its_own(
    files: Path, monkeypatch: pytest.MonkeyPatch, meeting: str
) -> None:
    monkeypatch.setenv("MEETING_ORIGIN", meeting)
    found = faults()
    assert len(found) == 1 and found[0].startswith("MEETING_ORIGIN"), found


def test_neither_goes_without_the_other(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JITSI_FILE")
    assert faults() == ["MEETING_ORIGIN: goes with JITSI_FILE"]


def test_all_faults_are_named_at_once(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        files, GOOD.replace("https://", "http://").replace("[19]", '["19"]').replace("{key}", "/no")
    )
    monkeypatch.setenv("MEETING_ORIGIN", "http://localhost:1")
    monkeypatch.setenv("PORT", "no")
    assert [fault.split(":")[0] for fault in faults()] == [
        "PORT", "MEETING_ORIGIN", "JITSI_FILE", "JITSI_FILE", "JITSI_FILE",
    ]  # fmt: skip
