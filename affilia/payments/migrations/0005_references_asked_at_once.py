from django.db import migrations

from affilia.journal.references import asked_at_once


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_no_index_twice"), ("claims", "0013_lines_asked_at_once")]
    operations = [
        asked_at_once(
            "payments_entry",
            person_id="people_person",
            decision_id="claims_decision",
            payment_id="payments_payment",
        )
    ]
