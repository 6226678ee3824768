"""A place that is kept longer, for what a fault took of its visit."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("visits", "0009_phone_and_feedback")]

    operations: ClassVar[list[object]] = [
        migrations.AddField(
            model_name="visit",
            name="kept_minutes",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
