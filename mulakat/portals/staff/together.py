"""Several small questions of the database, asked as one.

A page of a request rests on a dozen small tables: hours, closures, places, bars, absences. Asked
one by one each costs a way to the server and back; here they go as one UNION whose rows are JSON
objects, and come back as models. What is sealed travels as hexadecimal digits.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    BinaryField,
    DateTimeField,
    Func,
    JSONField,
    Model,
    QuerySet,
    TextField,
    Value,
)  # fmt: skip
from django.db.models.functions import JSONObject

Rows = list[list[Any]]
AnyField = Any  # a field of a model, of whatever type


def together(*questions: QuerySet[Any]) -> Rows:
    """The rows of each question, in order of their keys; all in one query."""
    asked = [_as_json(question, place) for place, question in enumerate(questions)]
    found: Rows = [[] for _ in questions]
    for place, row in asked[0].union(*asked[1:], all=True) if asked[1:] else asked[0]:
        found[place].append(_model(questions[place].model, row))
    return [sorted(rows, key=lambda row: row.pk) for rows in found]


def _as_json(question: QuerySet[Any], place: int) -> QuerySet[Any]:
    names = {
        field.attname: Hex(field.attname) if isinstance(field, BinaryField) else field.attname
        for field in question.model._meta.concrete_fields
    }
    plain = question.order_by().select_related(None)
    rows: Any = plain.annotate(_which=Value(place), _row=JSONObject(**names))
    found: QuerySet[Any] = rows.values_list("_which", "_row")
    return found


class Hex(Func):
    """Bytes as hexadecimal digits: JSON has none."""

    function = "HEX"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "ENCODE(%(expressions)s, 'hex')"
        return self.as_sql(compiler, connection, template=template, **context)


def _model(model: type[Model], row: dict[str, Any]) -> Model:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    return model.from_db("default", names, [_value(field, row[field.attname]) for field in fields])


def _value(field: AnyField, value: Any) -> Any:
    """What the column holds; SQLite writes moments without a zone and JSON as text."""
    if value is None:
        return None
    if isinstance(field, BinaryField):
        sealed = bytes.fromhex(value)
        opened = getattr(field, "from_db_value", None)  # SQLite: no bytes are no digits
        return (opened(sealed, None, None) if opened else sealed) if sealed else None
    if isinstance(field, JSONField):
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(field, DateTimeField):
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    return field.to_python(value)
