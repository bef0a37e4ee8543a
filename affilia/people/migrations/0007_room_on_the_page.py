from django.db import migrations


def leave_room(apps, schema_editor):
    """A person is written anew at each decision (`decided`): room on its page spares every index another entry."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE people_person SET (fillfactor = 50)")


class Migration(migrations.Migration):
    dependencies = [("people", "0006_identity_sex_not_stated")]
    operations = [migrations.RunPython(leave_room, migrations.RunPython.noop)]
