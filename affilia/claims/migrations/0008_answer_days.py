from django.db import migrations

from affilia.formats.days import day_of
from affilia.law import entitlement


def answer_by(apps, schema_editor):
    """Objections made before have their day to answer, too."""
    for contest in apps.get_model("claims", "Contest").objects.filter(answer_by__isnull=True):
        contest.answer_by = entitlement.silent_from(day_of(contest.at))
        contest.save(update_fields=["answer_by"])


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_no_index_twice")]
    operations = [migrations.RunPython(answer_by, migrations.RunPython.noop)]
