"""What we say, by code: the mail (no personal data, one link) and the message of the thread. English is the source."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from affilia.letters.care_texts import CARE_TEXTS
from affilia.letters.text import NEWS, Text

TEXTS: dict[str, Text] = {
    "sign_in_code": Text(
        _("Your code to sign in"),
        _("Your code is {digits}. It works for 10 minutes, once. If you did not ask for it, do nothing."),
    ),
    "bank_code": Text(
        _("Your code to change your bank account"),
        _(
            "Your code is {digits}. It works for 10 minutes, once. If you did not ask for it, somebody may be in your "
            "account: sign in and write to us."
        ),
    ),
    "file_received": Text(
        _("We have your file"),
        _("Your file is stored and waits for a caseworker. You have nothing to do."),
        _("We have your file. A caseworker looks at your documents. You have nothing to do; we will write to you."),
    ),
    "paper_accepted": Text(_("A document was accepted"), NEWS, _("Accepted: {paper}.")),
    "paper_asked": Text(
        _("We need a better document from you"),
        _("One of your documents cannot be used as it is. Sign in to see what we need and until when."),
        _("We need a better document: {paper}. You sent: {sent} We need: {needed} Until {until}."),
    ),
    "paper_refused": Text(
        _("A document was refused"),
        _("One of your documents was refused. Sign in to see why and what you can do."),
        _(
            "Refused: {paper}. {sent} {needed} Rule: {rule}. Until {until} you can ask the {contest} to look at it again."
        ),
    ),
    "bank_account_changed": Text(
        _("Your bank account was changed"),
        _("The bank account we pay to was changed. If it was not you, sign in and write to us at once."),
        _("We now pay to your account {account}. If you did not change it, write to us at once."),
    ),
    "identity_corrected": Text(
        _("We corrected your details"),
        NEWS,
        _(
            "We corrected who you are in our files, from this document: {paper}. Why: {why} If it is wrong, write to us."
        ),
    ),
    "bank_account_not_hers": Text(
        _("Your bank account"),
        NEWS,
        _(
            "The bank account you gave is not in the name of your passport. Give one in your name: we pay nothing before."
        ),
    ),
    "number_given": Text(
        _("Your temporary number is here"),
        NEWS,
        _(
            "You have a temporary number (NIA): it is on your home page. It works for everything but the carte Vitale and "
            "the personal account."
        ),
    ),
    "certificate_ready": Text(
        _("Your certificate is ready"),
        _("You can download your certificate. Anyone can check it, even without a network."),
        _("Your certificate is ready to download. Show it to doctors, hospitals and your school."),
    ),
    "certificate_revoked": Text(
        _("A certificate of yours is no longer valid"),
        _("One of your certificates was taken back. Sign in to see why, and whether a new one is there."),
        _(
            "A certificate of yours is no longer valid. Why: {why} Do not show it any more. While you are covered, a new "
            "one is ready on the page of your certificate. Not right? Write to us."
        ),
    ),
    "certificate_held": Text(
        _("A certificate of yours is no longer valid"),
        _(
            "One of your certificates was taken back, and no new one is made yet. Sign in to see why, and how to contest."
        ),
        _(
            "A certificate of yours is no longer valid. Why: {why} Rule: {rule}. Do not show it any more. No new one is made "
            "until a caseworker has decided. Not right? Write to us, or go to the {contest} until {until}."
        ),
    ),
    "certificate_allowed": Text(
        _("Certificates are made for you again"),
        NEWS,
        _("A caseworker has looked at your papers: certificates are made for you again. You have nothing to do."),
    ),
    "civil_status_due": Text(
        _("Send your birth certificate"),
        _("Your permanent number waits for a civil-status document. Sign in to see until when."),
        _("Your permanent number waits for a civil-status document. Send it before {until} (article R114-7)."),
    ),
    "civil_status_here": Text(
        _("Your birth certificate is with us"),
        NEWS,
        _(
            "Your permanent number needs a civil-status document: we have yours. If we ask for another one, it must be here "
            "before {until} (article R114-7)."
        ),
    ),
    "final_number_asked": Text(
        _("Your papers went to the national register"),
        NEWS,
        _("Your civil-status document is accepted. The national register answers before {until} at the latest."),
    ),
    "final_number_given": Text(
        _("Your permanent number is here"),
        NEWS,
        _(
            "You have your permanent number (NIR): it is on your home page. Your definitive certificate is ready. The "
            "temporary number stays known."
        ),
    ),
    "final_number_alone": Text(
        _("Your permanent number is here"),
        NEWS,
        _("You have your permanent number (NIR): it is on your home page. The temporary number stays known."),
    ),
    "number_certified": Text(
        _("You can order your carte Vitale"),
        _("Your number is certified. You can order your carte Vitale and open your personal account."),
        _("Your number is certified: you can order your carte Vitale and open your personal account."),
    ),
    "register_rejected": Text(
        _("The register has a question"),
        _("The national register could not give your number yet. A caseworker looks at it."),
        _("The national register could not give your number yet: {why} A caseworker looks at it and writes to you."),
    ),
    "file_accepted": Text(
        _("You are covered"),
        _("Your registration is accepted. Sign in to see your certificate."),
        _("Your registration is accepted. You are covered from {from_day}."),
    ),
    "file_refused": Text(
        _("Your registration was refused"),
        _("Your registration was refused. Sign in to see why and how to contest."),
        _("Refused: {sent} Rule: {rule}. You can go to the {contest} until {until}."),
    ),
    "registration_refused": Text(
        _("Your registration was refused"),
        _("Your registration was refused. Sign in to see why and how to contest."),
        _(
            "Your registration was refused. {paper} {sent} {needed} Rule: {rule}. "
            "Until {until} you can contest this by letter: {address}."
        ),
    ),
    "refusal_contest_late": Text(
        _("We read your objection as a question"),
        NEWS,
        _(
            "You could contest this refusal before the {contest} until {until} (article R142-1). We read what you wrote as a "
            "question: a caseworker answers you, and no new deadline begins. You can open a new file at any time."
        ),
    ),
    "file_withdrawn": Text(
        _("You withdrew your file"),
        _("Your file is withdrawn, as you asked. If it was not you, sign in and write to us."),
        _("You withdrew your file. Nobody looks at it any more; you can open a new one at any time."),
    ),
    "file_closed": Text(
        _("Your file is closed"),
        _("Your file was closed. Sign in to see why."),
        _("Your file is closed: {why} If this is wrong, write to us; you can open a new one."),
    ),
    "doctor_recorded": Text(
        _("Your doctor is recorded"),
        NEWS,
        _("Your médecin traitant (regular doctor) is recorded from {from_day}."),
    ),
    "doctor_form_missed": Text(
        _("Your doctor's form did not come"),
        NEWS,
        _(
            "We looked for the form of your médecin traitant (regular doctor), and it did not come. Send it again, or bring it."
        ),
    ),
    "doctor_was_recorded": Text(
        _("An earlier doctor is recorded"),
        NEWS,
        _(
            "An earlier form of yours reached us: that doctor counts as your médecin traitant (regular doctor) from "
            "{from_day} until {until}, when the next one was signed. Nothing changes for today."
        ),
    ),
    "stay_asked": Text(
        _("Send us your new permit"),
        _("By our papers your right to stay has ended. Sign in to see what to send and until when."),
        _(
            "By our papers your right to stay ended on {ended}. Send your new permit, or the receipt of its renewal, "
            "before {until} (article R114-10). Your rights stay open until {floor} at least (article R111-4)."
        ),
    ),
    "residence_asked": Text(
        _("Do you still live in France?"),
        _("Your fund has a question about where you live. Sign in to read it and answer."),
        _(
            "Do you still live in France? Answer before {until} (article R114-10): write to us, with a paper that "
            "shows where you live, such as a lease or a bill. Your rights stay open meanwhile."
        ),
    ),
    "control_settled": Text(
        _("Your rights go on"), NEWS, _("Your answer is good: your rights go on as before. You have nothing to do.")
    ),
    "rights_ended": Text(
        _("Your health cover ends"),
        _("Your rights end, or have ended. Sign in to see why, from when, and how to contest."),
        _(
            "The last day of your rights is {last_day}. Why: {why} Rule: {rule}. Care until that day is still paid. "
            "Until {until} you can go to the {contest}."
        ),
    ),
    "rights_restored": Text(
        _("Your health cover goes on"), NEWS, _("The end of your rights is lifted: you are covered without a gap.")
    ),
    "end_stands": Text(
        _("You stay in France: an end of your rights stands"),
        _(
            "You told us that you stay. An end of your rights that we wrote to you about before stands. Sign in to read it."
        ),
        _(
            "You told us that you stay in France. The last day of your rights is {last_day} again, as we wrote to you "
            "before: {why} Rule: {rule}. That letter says how to contest it, and until when."
        ),
    ),
    "left": Text(
        _("We know that you leave France"),
        NEWS,
        _(
            "The last day of your rights is {last_day}, the day you leave (article L161-15-1). You have nothing to send. "
            "Care until that day is still paid: its sheets are taken for two years."
        ),
    ),
    "left_with_card": Text(
        _("We know that you leave France"),
        _("Your rights end the day you leave. Sign in to see where to send your carte Vitale."),
        _(
            "The last day of your rights is {last_day}, the day you leave (article L161-15-1). Then send your carte Vitale "
            "back to {fund} (articles L161-15-4 and R161-33-3). Care until that day is still paid: its sheets are taken "
            "for two years."
        ),
    ),
    "left_title_first": Text(
        _("We know that you leave France"),
        _("We know on which day you leave. Your title to stay may end your rights before: sign in to read it."),
        _(
            "You leave France on {last_day}: your rights end that evening at the latest (article L161-15-1). By our papers "
            "your title to stay ends on {ended}: without a new permit, or the receipt of its renewal, your rights stay "
            "open until {floor} at least (article R111-4), and may end then. If you have a carte Vitale, send it "
            "back to {fund} when you leave (articles L161-15-4 and R161-33-3)."
        ),
    ),
    "card_sent": Text(
        _("Your carte Vitale is in the post"),
        NEWS,
        _("Your carte Vitale is in the post. Tell us when you have it, or when it does not come within two weeks."),
    ),
    "card_returned": Text(
        _("Your carte Vitale came back to us"),
        _("The post could not deliver your card. Sign in to check your address and ask for it again."),
        _("The post brought your carte Vitale back. Check your address, then ask for the card again."),
    ),
    "card_lost": Text(
        _("Your carte Vitale is blocked"),
        NEWS,
        _("You told us that your carte Vitale is lost: it is blocked. You can ask for another one."),
    ),
    **CARE_TEXTS,
    "message": Text(_("A message from your fund"), _("A caseworker wrote to you. Sign in to read it.")),
}
# mails that carry a code carry no link: whoever learns to click on such mails clicks on false ones
CODES = ("sign_in_code", "bank_code")
CLOSING = _("We never ask for your code by email. Affilia")
