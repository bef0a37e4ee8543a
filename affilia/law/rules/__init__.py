"""The rules, by subject; importing this package enters them all in the book."""

from affilia.law.rules import (
    complement,
    cover,
    css,
    css_clock,
    deductions,
    entitlement,
    hospital,
    pathway,
    payment,
    payout,
    reimbursement,
    rights,
    visitors,
)

__all__ = [
    "complement",
    "cover",
    "css",
    "css_clock",
    "deductions",
    "entitlement",
    "hospital",
    "pathway",
    "payment",
    "payout",
    "reimbursement",
    "rights",
    "visitors",
]
