"""Patients whose care another country of Europe pays in the end: visitors with a card, residents with form S1 (EHIC-, ORI-12)."""

from __future__ import annotations

from affilia.law.columns import Cents, Flag, _, choose, higher_of
from affilia.law.facts import law


@law.rule(
    cites="CSS L162-5-3; règlement (CE) n° 883/2004",
    says=_("Insured in another country and here for a stay, you need no médecin traitant: nothing is kept for that."),
)
def visits(out_of_path: Flag, ehic: Flag, doctors_act: Flag) -> Flag:
    """MT-10: the care path is not asked of who stays for a time; residents with form S1 are in it like everybody."""
    return out_of_path & ehic & doctors_act


@law.rule(
    cites="CSS L160-1; règlement (CE) n° 883/2004",
    says=_("The European card covers care that your stay made necessary, not planned treatment: that needs form S2."),
)
def planned_care(ehic: Flag, planned: Flag) -> Flag:
    """EHIC-5."""
    return ehic & planned


@law.rule(
    cites="CSS L160-1; règlement (CE) n° 883/2004",
    says=_("The country that insures you is charged {charged_to_home}: what was paid here for you."),
)
def charged_to_home(paid: Cents, ehic: Flag, s1: Flag) -> Cents:
    """The cost is invoiced between states, for the card and for form S1."""
    return choose(ehic | s1, higher_of(paid, 0), otherwise=0)
