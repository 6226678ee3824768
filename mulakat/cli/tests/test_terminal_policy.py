"""The files that lock a terminal's PC: one origin, and nothing else."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mulakat.cli import main
from mulakat.cli.terminal_policy import NEVER, UNIT, origin_of, policy

ORIGIN = "https://visits.example.in"


def test_everything_but_the_terminals_page_is_shut() -> None:
    rules = policy(ORIGIN)
    assert {"*", "chrome://*", "devtools://*"} <= set(rules["URLBlocklist"])
    assert rules["URLAllowlist"] == [f"{ORIGIN}/kiosk/"]
    assert rules["VideoCaptureAllowedUrls"] == rules["AudioCaptureAllowedUrls"] == [ORIGIN]
    assert rules["DeveloperToolsAvailability"] == NEVER
    assert rules["DownloadRestrictions"] == 3


def test_it_prints_what_chromium_reads(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["terminal-policy", f"{ORIGIN}/"])
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out) == policy(ORIGIN)


@pytest.mark.parametrize(
    "text",
    ["visits.example.in", f"{ORIGIN}/kiosk/", f"{ORIGIN}?x=1", "file:///etc", "https://a@b.in"],
)
def test_it_wants_an_origin_and_nothing_more(text: str) -> None:
    with pytest.raises(SystemExit, match="write it as"):
        origin_of(text)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_the_unit_is_one_that_systemd_reads(tmp_path: Path) -> None:
    unit = tmp_path / "mulakat-terminal.service"
    unit.write_text(UNIT % ORIGIN)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    wrong = [line for line in done.stderr.splitlines() if "mulakat-terminal" in line]
    assert not [line for line in wrong if "not executable" not in line]
