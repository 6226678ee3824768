"""Template tags of our own, loaded everywhere (settings: builtins)."""

from collections.abc import Iterable
from functools import cache
from itertools import chain, repeat
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from mulakat.web.icons import ICONS, MIRRORED

register = template.Library()

VERDICTS = {"fine": "ok", "look": "wait", "stop": "no", "off": "off", "legal": "law"}


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "call" %}`: one of ICONS, hidden from screen readers: a word stands beside it.

    size: "" (24 px) or "b" (40 px); any further class names may follow.
    """
    return _icon(name, size)


@cache
def _icon(name: str, size: str) -> SafeString:
    classes = " ".join(part for part in ("i", size, "flip" * (name in MIRRORED)) if part)
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        classes,
        mark_safe(ICONS[name]),  # noqa: S308 our own drawing
    )


@register.simple_tag
def verdict(kind: str, word: str) -> SafeString:
    """`{% verdict "fine" word %}`: shape + word + colour, for the staff's checks.

    kind: fine (circle, tick), look (triangle), stop (solid square), off, legal.
    """
    return format_html('<span class="s-st s-st-{}">{}{}</span>', VERDICTS[kind], icon(kind), word)


@register.simple_tag
def thread(step: int, steps: int) -> SafeString:
    """The progress stitch: done, a turmeric knot for now, ahead. The words stand above it."""
    return _thread(int(step), int(steps))


@cache
def _thread(step: int, steps: int) -> SafeString:
    stitches = '<i class="d"></i>' * (step - 1) + '<i class="n"></i>' + "<i></i>" * (steps - step)
    return mark_safe(f'<div class="thread" aria-hidden="true">{stitches}</div>')  # noqa: S308 numbers


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]], value: Any) -> SafeString:
    """The `<option>`s of a list. In Python: a loop in a template costs four times as much."""
    shown = (
        f'<option value="{escape(code)}"{" selected" * (code == value)}>{escape(text)}</option>'
        for code, text in choices
    )
    return mark_safe("".join(shown))  # noqa: S308 every part is escaped


@register.simple_tag
def picks(name: str, choices: Iterable[tuple[Any, Any]], value: Any, kind: str = "") -> SafeString:
    """Radios, or checkboxes (`kind`) of which `value` lists those ticked. The first has the id."""
    chosen = (value or ()) if kind == "checkbox" else (value,)
    start = f'<label class="pick"><input type="{kind or "radio"}" name="{escape(name)}"'
    ids = chain([f' id="{escape(name)}"'], repeat(""))
    shown = (
        f'{start} value="{escape(code)}"{own_id}{" checked" * (code in chosen)}>'
        f"<span>{escape(text)}</span></label>"
        for (code, text), own_id in zip(choices, ids, strict=False)
    )
    return mark_safe("".join(shown))  # noqa: S308 every part is escaped
