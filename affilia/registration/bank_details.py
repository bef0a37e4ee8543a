"""A RIB: its holder and its IBAN beside who she is and the account she gave; offered to her once accepted."""

from __future__ import annotations

from affilia.bridges import keys
from affilia.documents.models import Document
from affilia.documents.queries import readings_of, states
from affilia.formats import iban
from affilia.formats.names import TITLES, Agreement, agreement
from affilia.people.models import Person
from affilia.people.queries import bank_account_of, names_of
from affilia.registration.models import File
from affilia.registration.queries import RIB, Compared


def compared(file: File, readings: dict[str, str]) -> list[Compared]:
    """The holder beside her name, the IBAN beside the account she gave."""
    name = names_of([file.person_id]).get(file.person_id) or f"{file.surname} {file.given_names}".strip()
    holder, read = readings.get("holder", ""), readings.get("iban", "")
    account = bank_account_of(file.person)
    agrees, same = "nothing", "nothing"
    if holder:
        agrees = str(agreement(name, _untitled(holder)))
    if account and read:
        same = "same" if account.iban_index == keys.blind_index("iban", read) else "different"
    return [
        Compared("holder", name, holder, "same" if agrees == Agreement.TRUNCATED else agrees),
        Compared("iban", account.iban_masked if account else "", iban.grouped(read) if read else "", same),
    ]


def _untitled(holder: str) -> str:
    """Banks write M. or MME before a name."""
    return " ".join(word for word in holder.split() if word.strip(".").upper() not in TITLES)


def unread(person: Person) -> bool:
    """Whether her RIB was accepted, and no account of hers is known: neither read on it nor given."""
    return states(person.pk).get(RIB) == "checked" and bank_account_of(person) is None and offered(person) is None


def offered(person: Person) -> tuple[str, str] | None:
    """(holder, IBAN) of an accepted RIB while she has given no account: for her to confirm, nothing is paid before."""
    if bank_account_of(person):
        return None
    document = Document.objects.filter(person=person, paper=RIB, state="checked").order_by("received_at", "pk").last()
    read = readings_of(document).get("iban", "") if document else ""
    if not read or iban.check(read).reason:
        return None
    return names_of([person.pk]).get(person.pk, ""), iban.grouped(read)
