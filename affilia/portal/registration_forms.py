"""The forms of a registration, one a page, in plain words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from affilia.formats import contact, countries
from affilia.pages.fields import BEFORE, STUDIED, THESE_YEARS, DayField, NameField, PartialDateField, ThreeBoxes
from affilia.pages.templatetags.affilia_ui import language

FILL = _("Fill in “{label}”.")


def text(label: Any, hint: Any = "", *, required: bool = True, most: int = 120, **attrs: Any) -> NameField:
    """A line of text."""
    return NameField(
        label=label, help_text=hint, required=required, max_length=most, widget=forms.TextInput(attrs=attrs),
        error_messages={"required": format_lazy(FILL, label=label)},
    )  # fmt: skip


def _day(label: Any, hint: Any, *, required: bool = True) -> DayField:
    """A day of her studies or her stay."""
    return DayField(label=label, help_text=hint, required=required, example=STUDIED, years=THESE_YEARS)


class NameForm(forms.Form):
    """As on the passport, one-word names included."""

    surname = text(
        _("Family name"),
        _("As on your passport. If you have one name only, write it here."),
        autocomplete="family-name",
    )
    given_names = text(
        _("Given names"), _("All of them, as on your passport."), required=False, autocomplete="given-name"
    )
    no_given_names = forms.BooleanField(label=_("My passport shows no given name"), required=False)
    name_used = text(_("Name you use, if different"), required=False, autocomplete="nickname")

    def clean(self) -> dict[str, Any]:
        """Given names, or said to have none."""
        told = self.cleaned_data
        if not told.get("given_names") and not told.get("no_given_names"):
            self.add_error("given_names", _("Enter your given names, or tick that your passport shows none."))
        if told.get("given_names") and told.get("no_given_names"):
            self.add_error("no_given_names", _("Untick this box, or leave the given names empty."))
        return told


class BirthForm(forms.Form):
    """Unknown parts stay unknown."""

    birth_date = PartialDateField(
        label=_("When were you born?"),
        help_text=_(
            "Copy it from your passport, for example 27 3 2004. If it shows no day or no month, leave them empty."
        ),
        widget=ThreeBoxes("bday"),
    )


class BirthPlaceForm(forms.Form):
    """Country and town of birth."""

    birth_town = text(_("Town where you were born"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"birth_country": country(_("Country where you were born")), **self.fields}


class SexForm(forms.Form):
    """The number's first digit follows the passport."""

    sex = forms.ChoiceField(
        label=_("What does your passport show?"),
        choices=[("F", _("F (female)")), ("M", _("M (male)")), ("X", _("X, or not stated"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what your passport shows.")},
    )


class NationalityForm(forms.Form):
    """One or two nationalities."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = countries.nationalities(language())
        self.fields["nationality"] = country(_("Your nationality"), of)
        self.fields["other_nationality"] = country(_("A second nationality, if you have one"), of, required=False)


class ParentsForm(forms.Form):
    """The register tells persons apart by their parents."""

    parent1_surname = text(_("First parent: family name"), required=False)
    parent1_given_names = text(_("First parent: given names"), required=False)
    parent2_surname = text(_("Second parent: family name"), required=False)
    parent2_given_names = text(_("Second parent: given names"), required=False)
    parents_unknown = forms.BooleanField(label=_("My papers show no parent"), required=False)

    def clean(self) -> dict[str, Any]:
        """One parent at least, or said to be unknown."""
        if not self.cleaned_data.get("parent1_surname") and not self.cleaned_data.get("parents_unknown"):
            self.add_error("parent1_surname", _("Enter one parent, or tick that your papers show none."))
        return self.cleaned_data


class PhoneForm(forms.Form):
    """A phone, French or foreign."""

    phone = text(
        _("Phone number"), _("For example 06 12 34 56 78 or +212 612 345 678"), most=30, inputmode="tel", autocomplete="tel"
    )  # fmt: skip

    def clean_phone(self) -> str:
        """In its international form."""
        found = contact.phone(self.cleaned_data["phone"])
        if found is None:
            raise forms.ValidationError(_("Enter a phone number with its country code, for example +33 6 12 34 56 78."))
        return found


class AddressForm(forms.Form):
    """The fund is that of the address, not of the university (CSS R312-1)."""

    address = text(
        _("Number and street"), _("Where you live in France; a residence or a friend's place is fine."), most=200,
        autocomplete="street-address",
    )  # fmt: skip
    postcode = text(
        _("Postcode"), _("Five digits, for example 49000"), most=10, inputmode="numeric", autocomplete="postal-code"
    )
    town = text(_("Town"), autocomplete="address-level2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funds = countries.funds_for(contact.postcode(str(self["postcode"].value() or "")) or "")
        if len(funds) > 1:
            self.fields["fund"] = self._choice(countries.nearest_first(funds, str(self["town"].value() or "")))

    def _choice(self, funds: tuple[countries.Fund, ...]) -> forms.ChoiceField:
        """Several funds: nobody but her knows which, so none is chosen before she does."""
        return forms.ChoiceField(
            label=_("Your fund"),
            help_text=_(
                "Your department has several. Choose the one nearest to your town, or the one named on letters of the fund."
            ),
            choices=[("", "—"), *((fund.code, fund.name) for fund in funds)],
            error_messages={"required": _("Your department has several funds. Choose yours, then save again.")},
        )

    def clean_postcode(self) -> str:
        """A postcode with a fund."""
        found = contact.postcode(self.cleaned_data["postcode"])
        if found is None or not countries.funds_for(found):
            raise forms.ValidationError(_("Enter a French postcode of five digits, for example 49000."))
        return found

    def clean(self) -> dict[str, Any]:
        """The fund of the postcode, where it is the only one."""
        funds = countries.funds_for(self.cleaned_data.get("postcode") or "00")
        if len(funds) == 1:
            self.cleaned_data["fund"] = funds[0].code
        return self.cleaned_data


class StudiesForm(forms.Form):
    """Rights start with the studies, never before arrival (RGT-1)."""

    school = text(_("School or university"), most=200)
    studies_from = _day(_("When do your studies start?"), _("As on your enrolment certificate."))
    studies_until = _day(_("When do they end?"), _("If you know it."), required=False)
    arrived_on = _day(_("When did you arrive in France?"), _("Or when you will."))

    def clean(self) -> dict[str, Any]:
        """The end lies after the start."""
        start, end = self.cleaned_data.get("studies_from"), self.cleaned_data.get("studies_until")
        if start and end and end <= start:
            self.add_error("studies_until", BEFORE)
        return self.cleaned_data


def country(label: Any, among: Any = (), *, required: bool = True) -> forms.ChoiceField:
    """A country, or one `among` these, named in the page's language."""
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=[("", "—"), *(among or countries.names(language()))],
        error_messages={"required": _("Choose a country.")},
    )


FORMS: dict[str, type[forms.Form]] = {
    "name": NameForm,
    "birth": BirthForm,
    "birth-place": BirthPlaceForm,
    "sex": SexForm,
    "nationality": NationalityForm,
    "parents": ParentsForm,
    "phone": PhoneForm,
    "address": AddressForm,
    "studies": StudiesForm,
}
