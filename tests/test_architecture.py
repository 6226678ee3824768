"""The shape of the house (ARCHITECTURE.md): where things may stand, how large they may be.

import-linter watches the arrows between our packages; what it cannot see is watched here.
"""

import ast
import re

import pytest

from tests import tree

NOUNS = (
    "audit",
    "notifications",
    "prisons",
    "accounts",
    "people",
    "schedule",
    "visits",
    "gate",
    "calls",
)
PAGES = ("django.http", "django.shortcuts", "django.urls", "django.views", "django.forms")
VAGUE = {"services", "utils", "util", "core", "helpers", "helper", "common", "misc", "managers"}
CLOCKS = re.compile(r"(^|\.)(datetime\.now|datetime\.utcnow|date\.today|timezone\.now|time\.time)$")
CHANCES = re.compile(r"^(random|secrets)(\.|$)|^uuid\.uuid[14]$")


def test_nouns_do_not_know_pages() -> None:
    wrong = [
        f"{tree.short(path)}: {name}"
        for path in tree.product()
        if path.relative_to(tree.PACKAGE).parts[0] in NOUNS
        for name in tree.imports(path)
        if name.startswith(PAGES)
    ]
    assert not wrong


def test_time_is_read_in_clock_alone() -> None:
    wrong = [
        f"{tree.short(path)}: {name}()"
        for path in tree.product()
        if path.name != "clock.py"
        for name in tree.called(path)
        if CLOCKS.search(name)
    ]
    assert not wrong


def test_chance_is_read_in_ids_alone() -> None:
    wrong = [
        f"{tree.short(path)}: {name}"
        for path in tree.product()
        if path.name != "ids.py"
        for name in tree.imports(path)
        if CHANCES.search(name)
    ]
    assert not wrong


def test_modules_are_named_after_what_they_do() -> None:
    assert not [tree.short(p) for p in tree.product() if VAGUE & {p.stem, *p.parts}]


def test_models_save_as_django_does_and_send_no_signals() -> None:
    wrong = []
    for path in tree.product():
        if any(name.startswith("django.dispatch") for name in tree.imports(path)):
            wrong.append(f"{tree.short(path)}: signals")
        if path.name == "models.py":
            saves = [name for name, _lines in tree.functions(path) if name in {"save", "delete"}]
            wrong += [f"{tree.short(path)}: {name}()" for name in saves]
    assert not wrong


def test_views_are_functions() -> None:
    generic = ("django.views.generic", "django.forms.ModelForm", "django.forms.models")
    wrong = [
        f"{tree.short(path)}: {name}"
        for path in tree.product()
        for name in tree.imports(path)
        if name.startswith(generic)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        (r"\.py$", 400),
        (r"^mulakat/templates/.*\.(html|txt)$", 150),
        (r"^mulakat/static/js/.*\.js$", 250),
        (r"^mulakat/static/css/.*\.css$", 400),
    ],
)
def test_files_stay_small(pattern: str, most: int) -> None:
    files = [p for p in tree.tracked() if re.search(pattern, tree.short(p))]
    files = [p for p in files if "migrations" not in p.parts]
    assert not [f"{tree.short(p)}: {tree.lines(p)}" for p in files if tree.lines(p) > most]


def test_functions_stay_small() -> None:
    wrong = [
        f"{tree.short(path)}: {name} {length}"
        for path in tree.python()
        for name, length in tree.functions(path)
        if length > 50
    ]
    assert not wrong


def test_direct_dependencies_stay_few() -> None:
    named = (tree.ROOT / "requirements" / "run.in").read_text().splitlines()
    assert len([line for line in named if line and not line.startswith(("#", "-"))]) <= 15


def test_every_public_module_says_its_job_first() -> None:
    without = [p for p in tree.product() if p.read_text().strip() and not _docstring(p)]
    assert not [tree.short(path) for path in without]


def _docstring(path: object) -> str | None:
    return ast.get_docstring(tree.parsed(path))  # type: ignore[arg-type]
