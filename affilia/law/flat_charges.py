"""Which acts owe the two flat charges: by what an act is, before anyone is asked who is exempt of them."""

from __future__ import annotations

from affilia.law.tariffs import FEES, ON_TOP

# one's own car is no trip of a carrier
OWN_CAR = "VP"


def participation_due(category: str, family: str = "", code: str = "") -> bool:
    """Acts of doctors and of biology, not what comes on top of them (L160-13 II)."""
    return category in ("doctor", "biology") and family not in ON_TOP and code not in FEES


def franchise_due(category: str, family: str = "", code: str = "") -> bool:
    """Packs, auxiliaries' acts and trips; not what comes on top of them, nor one's own car (D160-9)."""
    kinds = category in ("auxiliary", "transport") or category.startswith("drug_")
    return kinds and family not in ON_TOP and not code.startswith(OWN_CAR)
