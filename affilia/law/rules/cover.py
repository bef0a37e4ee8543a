"""What the law covers in full, and why: each reason has its article, and reaches only what R160-18 leaves it."""

from __future__ import annotations

from affilia.law.columns import Count, Flag, _, choose
from affilia.law.facts import CONTRACEPTION, MATERNITY, law
from affilia.law.reasons import REACHES, WORDINGS


@law.rule(cites="CSS L160-9, L160-14")
def cover_reason(maternity: Flag, full_cover_reason: Count) -> Count:
    """In the period of maternity all care, related or not; else what was told of the line."""
    return choose(maternity, MATERNITY, otherwise=full_cover_reason)


@law.rule(cites="CSS R160-17 I 5")
def contraceptive(cover_reason: Count) -> Flag:
    """Contraception and what goes with it, for the young."""
    found: Flag = cover_reason == CONTRACEPTION
    return found


@law.rule(
    cites="CSS R160-17 I 5",
    says=_("Contraception is covered in full under {contraception_age} only."),
)
def outgrown(contraceptive: Flag, age: Count, contraception_age: Count) -> Flag:
    """Past the age."""
    return contraceptive & (age >= contraception_age)


@law.rule(cites="CSS R160-18")
def reached(cover_reason: Count, category: Count) -> Flag:
    """Whether a reason reaches a category."""
    found: Flag = REACHES[cover_reason, category]
    return found


@law.rule(cites="CSS L160-9, L160-14", told_by="cover_reason", wordings=WORDINGS)
def full_cover(reached: Flag, outgrown: Flag) -> Flag:
    """No share stays with the insured; flat charges may."""
    return reached & ~outgrown


@law.rule(
    cites="CSS R160-18",
    says=_("A drug of this label keeps its usual rate, though other care is covered in full for you."),
)
def not_reached(cover_reason: Count, reached: Flag) -> Flag:
    """A reason was told, and does not reach this."""
    return (cover_reason > 0) & ~reached


@law.rule(cites="CSS L160-9, L160-14", told_by="cover_reason", wordings=WORDINGS)
def stay_in_full(cover_reason: Count) -> Flag:
    """The same of a stay in hospital."""
    return cover_reason > 0
