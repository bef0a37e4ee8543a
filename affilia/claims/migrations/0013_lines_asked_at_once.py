from django.db import migrations

from affilia.journal.references import asked_at_once


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_every_objection_has_its_day")]
    operations = [asked_at_once("claims_decision", line_id="claims_line")]
