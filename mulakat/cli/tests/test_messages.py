"""Strings are collected as Django will look them up, and kept in the first area that uses them."""

from pathlib import Path

import polib
import pytest

from mulakat.cli import areas, catalogues, extract
from mulakat.cli.extract import Message, Unreadable

TEMPLATE = """\
{% translate "Half, 50% of it" %}{% translate "May" context "month" %}
{% blocktranslate trimmed count n=n %}
  One thing {% plural %} {{ n }} things
{% endblocktranslate %}
{% if a %}{{ _("A constant")|upper }}{% include "x.html" with words=_('Passed on') %}{% endif %}
{% translate variable %}
"""
SOURCE = """\
_("One " "sentence")
ngettext("one", "many", n)
pgettext("month", "May")
_(f"not {readable}")
other("not ours")
"""


def collected(tmp_path: Path, name: str, text: str) -> list[Message | Unreadable]:
    path = areas.HERE / name
    file = tmp_path / path.name
    file.write_text(text)
    read = extract.from_python if path.suffix == ".py" else extract.from_template
    return list(read(file))


def test_it_reads_a_template_as_django_looks_up(tmp_path: Path) -> None:
    found = collected(tmp_path, "a.html", TEMPLATE)
    assert {(m.context, m.singular, m.plural) for m in found if isinstance(m, Message)} == {
        (None, "Half, 50%% of it", None),
        ("month", "May", None),
        (None, "One thing", "%(n)s things"),
        (None, "A constant", None),
        (None, "Passed on", None),
    }


def test_it_reads_python_and_names_what_it_cannot_read(tmp_path: Path) -> None:
    found = collected(tmp_path, "a.py", SOURCE)
    assert [(m.context, m.singular, m.plural) for m in found if isinstance(m, Message)] == [
        (None, "One sentence", None),
        (None, "one", "many"),
        ("month", "May", None),
    ]
    assert [item.fault for item in found if isinstance(item, Unreadable)] == [
        "line 4: not a plain string"
    ]


@pytest.mark.parametrize(
    ("path", "area"),
    [
        ("web/errors.py", "frame"),
        ("portals/visitor/book/views.py", "book"),
        ("portals/staff/requests/who.py", "staff"),
        ("portals/staff/desk/views.py", "call"),
        ("visits/telling.py", "messages"),
        ("templates/demo/doors.html", "demo"),
    ],
)
def test_it_knows_the_area_of_a_file(path: str, area: str) -> None:
    assert areas.area_of(areas.HERE / path) == area


def test_it_keeps_a_string_in_the_first_area_that_uses_it() -> None:
    uses = [
        Message(None, "Next", None, areas.HERE / "templates/join/a.html"),
        Message(None, "Next", None, areas.HERE / "templates/book/a.html"),
    ]
    found = catalogues.wanted(uses)
    assert (None, "Next") in found["book"]
    assert not found["join"]


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for catalogues."""
    monkeypatch.setattr(areas, "LOCALE", tmp_path / "mulakat" / "locale")
    monkeypatch.setattr(catalogues, "LOCALE", areas.LOCALE)
    return tmp_path


def update(uses: list[Message]) -> polib.POFile:
    wanted = catalogues.wanted(uses)
    old = catalogues.known("hi")
    catalogues.remember("hi", catalogues.update("frame", "hi", wanted["frame"], old))
    return polib.pofile(str(areas.catalogue("frame", "hi")))


def page(text: str) -> Message:
    return Message(None, text, None, areas.LOCALE.parent / "templates" / "frame" / "a.html")


def test_it_keeps_translations_and_drops_what_is_no_longer_used(
    locale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(areas, "HERE", areas.LOCALE.parent)
    file = update([page("Yes"), page("No")])
    file.find("Yes").msgstr = "हाँ"
    file.save()
    again = update([page("Yes"), page("Perhaps")])
    assert [(entry.msgid, entry.msgstr) for entry in again] == [("Perhaps", ""), ("Yes", "हाँ")]


def test_it_remembers_a_translation_whose_string_comes_back(
    locale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(areas, "HERE", areas.LOCALE.parent)
    file = update([page("Yes")])
    file.find("Yes").msgstr = "हाँ"
    file.save()
    assert not update([page("No")]).find("Yes")
    assert update([page("Yes"), page("No")]).find("Yes").msgstr == "हाँ"


@pytest.mark.parametrize(
    ("english", "translation", "fault"),
    [
        ("Yes", "हाँ", None),
        ("Yes", "", "missing"),
        ("Yes", "Yes", "the same as the English"),
        ("OTP", "OTP", None),
        ("%(n)s / %(m)s", "%(n)s / %(m)s", None),
        ("Hello %(name)s", "नमस्ते", "placeholders differ"),
        ("Hello {name}", "नमस्ते {nam}", "placeholders differ"),
        ("Hello %(name)s", "नमस्ते %(name)s", None),
    ],
)
def test_it_finds_what_a_reader_would_miss(
    english: str, translation: str, fault: str | None
) -> None:
    entry = polib.POEntry(msgid=english, msgstr=translation)
    found = list(catalogues._faults_of(entry, [page(english)]))
    assert found == ([fault] if fault else [])


def test_it_finds_what_nobody_has_read_over() -> None:
    entry = polib.POEntry(msgid="Yes", msgstr="हाँ", flags=["fuzzy"])
    assert list(catalogues._faults_of(entry, [page("Yes")])) == ["fuzzy"]
