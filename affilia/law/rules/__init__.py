"""The rules, by subject; importing this package enters them all in the book."""

from affilia.law.rules import complement, deductions, entitlement, pathway, reimbursement

__all__ = ["complement", "deductions", "entitlement", "pathway", "reimbursement"]
