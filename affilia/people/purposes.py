"""Why a member of staff opens what is a person's, in words the person reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

FILE, CLAIM, CONTEST, DOCTOR, MESSAGES, REGISTER = "task", "claim", "contest", "doctor", "messages", "register"
PURPOSES = {
    FILE: _("to check your file"),
    CLAIM: _("to look at a care sheet"),
    CONTEST: _("to answer your objection"),
    DOCTOR: _("to record your doctor's form"),
    MESSAGES: _("to read and answer your messages"),
    REGISTER: _("to follow your number at the national register"),
}
# the same, as the desk asks
ASKED = {
    FILE: gettext_lazy("A file to check"),
    CLAIM: gettext_lazy("A care sheet"),
    CONTEST: gettext_lazy("An objection"),
    DOCTOR: gettext_lazy("A doctor's form"),
    MESSAGES: gettext_lazy("A call, a visit or a message"),
    REGISTER: gettext_lazy("A number at the national register"),
}
