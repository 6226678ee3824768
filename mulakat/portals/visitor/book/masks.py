"""Addresses as a bystander may see them: enough to know one's own, too little to use."""

from collections.abc import Iterable
from typing import Any


def phone(number: str) -> str:
    """+919830010982 is shown as ••••• •0982."""
    return f"••••• •{number[-4:]}"


def email(address: str) -> str:
    """rahim@gmail.com is shown as r•••@gmail.com."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}•••@{host}"


def of(contact: dict[str, Any], channels: Iterable[str]) -> list[str]:
    """The addresses a message goes to by these channels, masked."""
    shown = {
        "sms": phone(contact["phone"]),
        "email": email(contact["email"]) if contact.get("email") else "",
    }
    return [shown[channel] for channel in channels if shown.get(channel)]
