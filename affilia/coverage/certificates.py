"""What a certificate says, its signed QR, and its sealed PDF in the store."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from affilia.bridges import keys, signature
from affilia.coverage import operations
from affilia.coverage.models import Certificate, Number, Period
from affilia.coverage.queries import opened
from affilia.documents import vault
from affilia.formats import certificate_code, countries, numbers
from affilia.formats.days import day_of
from affilia.journal.refs import new_ref
from affilia.letters import pdf
from affilia.people.queries import identity_of

TITLES = {
    "temporary": ("Attestation provisoire de droits", _("Temporary certificate of rights")),
    "definitive": ("Attestation de droits", _("Certificate of rights")),
}
USES = {
    "temporary": [
        "obtenir le remboursement de ses soins, sur feuille de soins",
        "déclarer un médecin traitant",
        "s'inscrire auprès d'un employeur, d'une mutuelle ou d'un établissement",
        "elle ne permet pas encore de demander la carte Vitale ni le compte personnel",
    ],
    "definitive": [
        "obtenir le remboursement de ses soins",
        "déclarer un médecin traitant",
        "demander la carte Vitale dès que le numéro est certifié",
    ],
}


def rendered(certificate: Certificate, *, at: datetime) -> bytes:
    """The sealed PDF: from the store, or made now and stored."""
    about = f"certificate:{certificate.ref}"
    if certificate.rendered_at:
        stored = certificate.blob or certificate.ref
        return vault.fetch(stored, keys.unwrap(certificate.key_wrapped, about), about)
    sealed = signature.signer().seal_pdf(pdf.certificate(text(certificate)), at)
    key, blob = keys.new_key(), new_ref()
    # on disk before the row that names it commits: a kill between leaves a file nobody names, never a row without one
    vault.store(blob, sealed, key, about)
    if not operations.keep_pdf(certificate=certificate, blob=blob, wrapped=keys.wrap(key, about), at=at):
        certificate.refresh_from_db()
        return rendered(certificate, at=at)
    return sealed


def qr_text(certificate: Certificate) -> str:
    """The signed QR: checked by the static page with no network."""
    identity, signer = identity_of(certificate.person), signature.signer()
    assert identity is not None, "a certificate follows an accepted identity"
    statement = certificate_code.Statement(
        kind=certificate.kind,
        code=certificate.code,
        name=f"{identity.surname.upper()} {identity.given_names}".strip(),
        birth=identity.birth_date,
        from_day=certificate.from_day,
        until_day=certificate.until_day,
        issued_on=day_of(certificate.issued_at),
        key_id=signer.key_id,
    )
    return certificate_code.encode(statement, signer.sign)


def text(certificate: Certificate) -> pdf.CertificateText:
    """The words of the paper, in French with a line in the person's language."""
    person = certificate.person
    identity = identity_of(person)
    number = Number.objects.filter(person=person, from_at__lte=certificate.issued_at).order_by("from_at", "pk").last()
    period = Period.objects.filter(person=person).order_by("-from_day").first()
    assert identity and number and period, "a certificate follows identity, number and period"
    fund = countries.fund(period.fund)
    french, courtesy = TITLES[certificate.kind]
    with translation.override(person.account.language if person.account else "en"):
        other = str(courtesy)
    return pdf.CertificateText(
        title=french,
        courtesy=other if other != french else "",
        statement="La caisse atteste que les frais de santé de la personne désignée ci-dessous sont couverts.",
        rows=[
            ("Nom et prénoms", f"{identity.surname.upper()} {identity.given_names}".strip()),
            ("Date de naissance", pdf.french_date(identity.birth_date)),
            ("Numéro" + (" d'attente" if number.kind == "NIA" else ""), numbers.grouped(opened(number))),
            ("Droits ouverts depuis le", pdf.french_day(certificate.from_day)),
            ("Attestation valable jusqu'au", pdf.french_day(certificate.until_day)),
            ("Caisse", fund.name if fund else period.fund),
            ("Délivrée le", pdf.french_day(day_of(certificate.issued_at))),
        ],
        uses=USES[certificate.kind],
        check=f"Scannez ce code, même sans réseau, ou entrez le code ci-dessous sur {settings.SITE}/v/.",
        code_grouped=certificate_code.grouped(certificate.code),
        qr=f"{settings.SITE}/static/verify/index.html#{qr_text(certificate)}",
        fund=settings.FUND_NAME,
        issued_on=day_of(certificate.issued_at),
    )
