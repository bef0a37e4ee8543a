from django.db import migrations

from affilia.journal.triggers import forever


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [forever("payments_entry")]
