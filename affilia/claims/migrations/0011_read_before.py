from django.db import migrations, models

from affilia.journal.triggers import forever, forever_again


class Migration(migrations.Migration):
    dependencies = [('claims', '0010_no_prescription')]
    operations = [
        forever_again("claims_decision"),
        migrations.AddField(model_name="decision", name="read_before", field=models.JSONField(null=True)),
        # SQLite makes a changed table anew, without its triggers
        forever("claims_decision"),
    ]
