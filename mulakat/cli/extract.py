"""Every string to translate, read from the templates and from the Python source.

Templates are compiled by Django itself and their nodes walked, so that what is collected is
what will be looked up; Python is read as a syntax tree. No gettext tools are needed.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.template import Node, Template, TemplateSyntaxError, engines
from django.template.base import Lexer, NodeList, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from mulakat.cli.areas import HERE

CONSTANT = re.compile(r"""\b_\((?P<quote>["'])(?P<text>.*?)(?P=quote)\)""")
# name of the function -> places of (context, singular, plural) among its arguments
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "N_": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}


class Message(NamedTuple):
    """One string to translate, and where it is used."""

    context: str | None
    singular: str
    plural: str | None
    path: Path

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells it from other strings in a catalogue."""
        return self.context, self.singular


class Unreadable(NamedTuple):
    """A file, or a call in it, whose strings cannot be collected."""

    path: Path
    fault: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(HERE.parent)}: {self.fault}"


def everything() -> Iterator[Message | Unreadable]:
    """All strings of the package, in the order of the files' names."""
    for path in sorted(HERE.rglob("*.html")) + sorted(HERE.rglob("*.txt")):
        if "templates" in path.parts:
            yield from from_template(path)
    for path in sorted(HERE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(HERE).parts):
            yield from from_python(path)


def from_template(path: Path) -> Iterator[Message | Unreadable]:
    source = path.read_text(encoding="utf-8")
    django_engine: Any = engines["django"]
    try:
        nodes = Template(source, engine=django_engine.engine).nodelist
    except TemplateSyntaxError as wrong:
        yield Unreadable(path, str(wrong))
        return
    for node in _walk(nodes):
        if isinstance(node, TranslateNode):
            yield from _of_translate(node, path)
        elif isinstance(node, BlockTranslateNode):
            yield _of_block(node, path)
    for text in _constants(source):
        yield Message(None, text.replace("%", "%%"), None, path)


def _walk(nodes: NodeList) -> Iterator[Node]:
    for node in nodes:
        yield node
        for name in node.child_nodelists:
            yield from _walk(getattr(node, name, None) or NodeList())


def _of_translate(node: Any, path: Path) -> Iterator[Message]:
    literal = node.filter_expression.var.literal
    if literal is not None:  # a variable is translated by whoever wrote its text
        yield Message(_context(node), str(literal).replace("%", "%%"), None, path)


def _of_block(node: Any, path: Path) -> Message:
    singular, _names = node.render_token_list(node.singular)
    plural = node.render_token_list(node.plural)[0] if node.plural else None
    return Message(_context(node), singular, plural, path)


def _context(node: Any) -> str | None:
    return str(node.message_context.var) if node.message_context else None


def _constants(source: str) -> Iterator[str]:
    """The `_("text")` arguments inside tags and variables."""
    for token in Lexer(source).tokenize():
        if token.token_type in {TokenType.VAR, TokenType.BLOCK}:
            for found in CONSTANT.finditer(token.contents):
                yield found["text"]


def from_python(path: Path) -> Iterator[Message | Unreadable]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (places := CALLS.get(_name(node.func))):
            yield _of_call(node, places, path)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr if function.attr in CALLS and function.attr != "_" else ""
    return function.id if isinstance(function, ast.Name) else ""


def _of_call(
    node: ast.Call, places: tuple[int | None, int, int | None], path: Path
) -> Message | Unreadable:
    texts = [_literal(node, place) for place in places]
    context, singular, plural = texts
    missing = [p for p, text in zip(places, texts, strict=True) if p is not None and text is None]
    if singular is None or missing:
        return Unreadable(path, f"line {node.lineno}: not a plain string")
    return Message(context, singular, plural, path)


def _literal(node: ast.Call, place: int | None) -> str | None:
    if place is None or place >= len(node.args):
        return None
    argument = node.args[place]
    is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return argument.value if is_text else None  # type: ignore[attr-defined]
