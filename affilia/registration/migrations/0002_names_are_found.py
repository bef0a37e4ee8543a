from django.db import migrations

from affilia.people.names import words_of


def spell_files(apps, schema_editor):
    word = apps.get_model("people", "NameWord")
    for row in apps.get_model("registration", "File").objects.exclude(surname="").iterator():
        found = words_of(row.surname, row.given_names)
        word.objects.bulk_create([word(person_id=row.person_id, word=one) for one in found], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("registration", "0001_initial"), ("people", "0008_name_words")]
    operations = [migrations.RunPython(spell_files, migrations.RunPython.noop)]
