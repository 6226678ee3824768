"""The long runs themselves are not tests; that they can be started and written down is."""

import re
from importlib.util import find_spec
from pathlib import Path

from bench.night import table
from bench.night.answers import auc, masked
from tests import tree

PART = re.compile(r"^([\w-]+)\|(bench\.night\.\w+)[^|]*\|\S", re.M)


def test_every_part_of_the_night_is_a_program() -> None:
    parts = PART.findall((tree.ROOT / ".ci" / "night").read_text())
    assert len(parts) >= 8
    assert all(find_spec(module) for _, module in parts)
    started = {module.rpartition(".")[2] for _, module in parts}
    programs = tree.ROOT.joinpath("bench", "night").glob("*.py")
    mains = {path.stem for path in programs if "\ndef main() -> None:" in path.read_text()}
    assert mains == started


def test_a_run_replaces_its_own_row_and_no_other(tmp_path: Path) -> None:
    page = tmp_path / "night.md"
    page.write_text(f"Words.\n\n{table.HEAD}\n|---|---|---|---|---|\n\nMore words.\n")
    for part, figure in (("soak", "old"), ("race", "kept"), ("soak", "new | first")):
        table.replace(page, table.Row(part, "held", [figure, "took 1 s"], "2 cores"))
    text = page.read_text()
    assert "old" not in text and "kept<br>took 1 s" in text and "new / first" in text
    assert text.startswith("Words.") and text.endswith("More words.\n")
    assert text.index("| race |") < text.index("| soak |")


def test_the_page_of_figures_has_its_table() -> None:
    assert table.HEAD in (tree.ROOT / "docs" / "night.md").read_text()


def test_times_that_tell_nothing_have_an_auc_of_a_half() -> None:
    assert auc([1, 3, 5], [0, 2, 4]) == 6 / 9
    assert auc([4, 5], [1, 2]) == 1
    assert abs(auc(range(0, 1000, 2), range(1, 1000, 2)) - 0.5) < 0.01


def test_only_what_differs_between_any_two_answers_is_masked() -> None:
    one = b"Set-Cookie: mulakat_join=abc; expires=Mon; Path=/\n<p>wrong</p>"
    other = b"Set-Cookie: mulakat_join=xyz; expires=Tue; Path=/\n<p>wrong</p>"
    assert masked(one) == masked(other) != masked(other.replace(b"wrong", b"right"))
