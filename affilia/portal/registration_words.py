"""What the pages of a registration are called, why they ask, and how the summary names each answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TITLES = {
    "about": _("About you"),
    "name": _("What is your name?"),
    "birth": _("Your date of birth"),
    "birth-place": _("Where were you born?"),
    "sex": _("F, M or X"),
    "nationality": _("Your nationality"),
    "parents": _("Your parents"),
    "phone": _("Your phone"),
    "address": _("Your address in France"),
    "studies": _("Your studies"),
}
WHY = {
    "name": _("The number is yours for life: names must be those of your passport."),
    "birth": _("Month and year of birth are part of your number."),
    "birth-place": _("The country of birth is part of your number."),
    "sex": _(
        "The number's first digit follows your passport. With X, a caseworker asks which digit the register needs."
    ),
    "parents": _("The national register tells persons of one name apart by their parents."),
    "address": _("The fund of your address pays you back (article R312-1)."),
    "studies": _("You are covered from the start of your studies (article D160-2)."),
}
SUMMARY = {
    "surname": _("Family name"),
    "given_names": _("Given names"),
    "name_used": _("Name you use"),
    "birth_date": _("Date of birth"),
    "birth_country": _("Country of birth"),
    "birth_town": _("Town of birth"),
    "sex": _("Sex"),
    "nationality": _("Nationality"),
    "other_nationality": _("Second nationality"),
    "parent1_surname": _("First parent: family name"),
    "parent1_given_names": _("First parent: given names"),
    "parent2_surname": _("Second parent: family name"),
    "parent2_given_names": _("Second parent: given names"),
    "phone": _("Phone"),
    "address": _("Address"),
    "postcode": _("Postcode"),
    "town": _("Town"),
    "fund": _("Your fund"),
    "school": _("School"),
    "studies_from": _("Studies start"),
    "studies_until": _("Studies end"),
    "arrived_on": _("Arrival"),
}
