"""The rules, by subject; importing this package enters them all in the book."""

from affilia.law.rules import (
    complement,
    css,
    deductions,
    entitlement,
    hospital,
    pathway,
    payment,
    reimbursement,
    rights,
    visitors,
)

__all__ = [
    "complement",
    "css",
    "deductions",
    "entitlement",
    "hospital",
    "pathway",
    "payment",
    "reimbursement",
    "rights",
    "visitors",
]
