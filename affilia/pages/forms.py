"""Forms both doors use."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from affilia.journal.errors import Refusal
from affilia.journal.refs import new_ref


class MessageForm(forms.Form):
    """Words in a thread; `key` makes a double click one message."""

    body = forms.CharField(
        label=_("Write a message"),
        help_text=_("We answer within two working days."),
        widget=forms.Textarea,
        max_length=5000,
        error_messages={"required": _("Write your message, then send it.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, initial=new_ref, max_length=64)


def show_refusal(form: forms.Form, refusal: Refusal, *, beside: str = "") -> None:
    """Tell a refusal beside its own field (or `beside`), or above a form that has no such field."""
    field = beside or refusal.field
    form.add_error(field if field in form.fields else None, refusal.words)
