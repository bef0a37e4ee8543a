import django.db.models.deletion
from django.db import migrations, models

from affilia.people.names import words_of


def spell_identities(apps, schema_editor):
    word = apps.get_model("people", "NameWord")
    for row in apps.get_model("people", "Identity").objects.iterator():
        found = words_of(row.surname, row.given_names)
        word.objects.bulk_create([word(person_id=row.person_id, word=one) for one in found], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0007_room_on_the_page")]
    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(db_index=True, max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="name_words",
                        to="people.person",
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("person", "word"), name="name_word_once")]},
        ),
        migrations.RunPython(spell_identities, migrations.RunPython.noop),
    ]
