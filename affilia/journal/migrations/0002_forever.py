from django.db import migrations

from affilia.journal.triggers import forever


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [forever("journal_event", "journal_root")]
