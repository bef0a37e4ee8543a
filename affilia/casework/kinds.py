"""The kinds of questions a caseworker settles, and how many days each may wait."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = {
    "check_file": (_("Papers to check"), 15),
    "check_claim": (_("Care sheets to look at"), 7),
    "contest": (_("Objections"), 30),
    "contest_silent": (_("Objections not answered in time"), 0),
    "correction": (_("Corrections proposed"), 30),
    "sex_for_number": (_("First digit of the number to ask about"), 15),
    "register_rejected": (_("Rejected by the register"), 15),
    "payment_returned": (_("Payments returned"), 7),
    "message": (_("Messages to answer"), 2),
    "false_paper": (_("Certificates held for a false paper"), 15),
    "end_of_rights": (_("Rights that may end"), 15),
    "card_back": (_("Cards to come back"), 45),
    "doctor_paper": (_("Doctor's forms on paper"), 15),
}
# kinds whose days are working days
WORKING_DAYS = frozenset({"message"})
