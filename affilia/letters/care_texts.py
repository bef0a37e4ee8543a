"""What we say of care sheets, decisions and payments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from affilia.letters.text import NEWS, Text

CARE_TEXTS: dict[str, Text] = {
    "claim_received": Text(
        _("We have your care sheet"),
        _("Your care sheet is stored. Keep the paper until you are paid."),
        _("We have your care sheet. Keep the paper until you are paid."),
    ),
    "claim_decided": Text(
        _("Your care sheet is decided"), NEWS, _("Your care sheet is decided. See what you receive, and why.")
    ),
    "claims_decided": Text(
        _("Your care sheets are decided"),
        NEWS,
        _("Your care sheets are decided. See what you receive for each of them, and why."),
    ),
    "claim_held": Text(
        _("A person looks at your care sheet"), NEWS, _("A caseworker must look at your care sheet first.")
    ),
    "claim_read_otherwise": Text(
        _("We read your care sheet otherwise"),
        NEWS,
        _(
            "A caseworker looked at your care sheet and read: {act}, {day}, {amount} paid. That is not what was typed; we decide "
            "by what was read. If it is wrong, write to us."
        ),
    ),
    "contest_received": Text(
        _("We have your objection"), NEWS, _("We have your objection. A caseworker looks at the decision again.")
    ),
    "contest_late": Text(
        _("We read your objection as a question"),
        NEWS,
        _(
            "You could contest this decision before the {contest} until {until} (article R142-1). We read what you wrote as a "
            "question: a caseworker answers you, and no new deadline begins. What was read wrongly on your sheet can still be "
            "put right: tell us what, and send the paper that shows it."
        ),
    ),
    "contest_silent": Text(
        _("Your objection: what you can do now"),
        NEWS,
        _(
            "We should have answered your objection by {day} and did not: by law, this silence means no (article R142-6). You "
            "can go to the court until {until} (article R142-1-A). A caseworker may still answer you."
        ),
    ),
    "contest_answered": Text(_("An answer to your objection"), NEWS, _("Answer to your objection: {answer}")),
    "decision_stands": Text(
        _("An answer to your objection"),
        NEWS,
        _("Answer to your objection: {answer} The decision stands. You can go to the {contest} until {until}."),
    ),
    "claim_corrected": Text(
        _("Your care sheet was corrected"),
        NEWS,
        _("We corrected your care sheet: you receive {amount} more, with the next payment."),
    ),
    "claim_corrected_less": Text(
        _("Your care sheet was corrected"),
        NEWS,
        _(
            "We corrected your care sheet: it gives {amount} less than we told you. You can contest until {until}, here or "
            "before the {contest}. What you already received is kept from later payments, never before {from_day} "
            "(articles L133-4-1, R133-9-2)."
        ),
    ),
    "claim_put_right": Text(
        _("Your care sheet was corrected"),
        NEWS,
        _("We corrected what we read on your care sheet. You receive the same."),
    ),
    "payment_sent": Text(
        _("You were paid"),
        _("A payment reached your bank. Sign in to see what for."),
        _("Paid on {day}: {amount} to your account {account}."),
    ),
    "payment_returned": Text(
        _("Your bank sent a payment back"),
        _("A payment came back from your bank. Sign in to check your bank details."),
        _("Your bank sent {amount} back: {why} Check your bank details; we pay again."),
    ),
    "payment_again": Text(
        _("We pay you again"), NEWS, _("We pay {amount} again, to your account {account}, with the next payment.")
    ),
}
