"""Text and voice say the same, in every language; nothing is said that no screen shows."""

import re

import pytest
from django.conf import settings
from django.test import Client

from mulakat.calls.steering_messages import PAUSES, WARNINGS
from mulakat.calls.supervision import OFFICER_REASONS
from mulakat.portals.kiosk import recording
from mulakat.portals.kiosk.lines import WHY, lines, voice
from tests import tree

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_has_its_recording_of_the_text_as_it_reads_now(language: str) -> None:
    texts, kept = recording.texts()[language], recording.kept()[language]
    stale = [code for code, text in texts.items() if kept.get(code) != recording.print_of(text)]
    assert not stale, f"run `make voices`: {stale}"
    assert set(kept) == set(texts)
    for code in texts:
        start = (recording.PACKAGE / "static" / voice(language, code)).read_bytes()[:4]
        assert start == b"OggS", code


def test_the_recordings_stay_small() -> None:
    sizes = [file.stat().st_size for file in recording.PLACE.rglob("*.ogg")]
    assert len(sizes) == len(LANGUAGES) * len(lines())
    assert sum(sizes) < 1_500_000


def test_every_reason_of_an_officer_has_a_line() -> None:
    assert WARNINGS | PAUSES | (OFFICER_REASONS - {"finished"}) <= set(WHY)


def test_every_line_that_a_screen_says_exists(client: Client) -> None:
    page = client.get("/kiosk/").content.decode()
    said = {code for found in re.findall(r'data-say="([^"]+)"', page) for code in found.split()}
    known = set(re.findall(r'data-line="([^"]+)"', page))
    assert len(said) > 15
    assert said <= known
    for name in ("notices", "footer", "terminal", "parting", "view"):
        script = (tree.PACKAGE / "static" / "js" / "kiosk" / f"{name}.js").read_text()
        spoken = re.findall(r'voice\.say\("([\w ]+)"\)', script)
        assert {code for found in spoken for code in found.split()} <= known


def test_each_tile_speaks_its_own_language(client: Client) -> None:
    page = client.get("/kiosk/", headers={"accept-language": "hi"}).content.decode()
    for language in LANGUAGES:
        assert f'data-line="language@{language}"' in page
        assert f"voices/terminal/{language}/language.ogg" in page
