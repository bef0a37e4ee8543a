import calendar
from datetime import date
from zoneinfo import ZoneInfo

from django.db import migrations


def two_months_later(at):
    """The day an objection is rejected by silence, as the law had it at this release (CSS R142-6)."""
    day = at.astimezone(ZoneInfo("Europe/Paris")).date()
    year, month = day.year + (day.month + 1) // 12, (day.month + 1) % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def answer_by(apps, schema_editor):
    """Objections made before have their day to answer, too."""
    for contest in apps.get_model("claims", "Contest").objects.filter(answer_by__isnull=True):
        contest.answer_by = two_months_later(contest.at)
        contest.save(update_fields=["answer_by"])


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_no_index_twice")]
    operations = [migrations.RunPython(answer_by, migrations.RunPython.noop)]
