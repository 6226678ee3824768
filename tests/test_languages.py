"""Every string reaches every reader in his language, at every commit."""

from mulakat.cli.catalogues import faults, wanted
from mulakat.cli.extract import Message, Unreadable, everything


def test_every_string_can_be_collected() -> None:
    assert not [str(item) for item in everything() if isinstance(item, Unreadable)]


def test_hindi_and_bengali_are_complete() -> None:
    messages = [item for item in everything() if isinstance(item, Message)]
    assert len(messages) > 100
    found = list(faults(wanted(messages)))
    assert not found
