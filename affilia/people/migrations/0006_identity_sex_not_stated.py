from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_turns")]

    operations = [
        migrations.AlterField(
            model_name="identity",
            name="sex",
            field=models.CharField(choices=[("F", "F"), ("M", "M"), ("X", "X")], max_length=1),
        ),
    ]
