from django.db import migrations

from affilia.journal.triggers import forever


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]
    operations = [forever("claims_decision")]
