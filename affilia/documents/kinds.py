"""Kinds of papers the reader knows, the words that betray them, and which paper of the law each can be."""

from __future__ import annotations

from affilia.formats.names import icao

# kind: (papers of the law it can be, words of which the more are read the surer)
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "passport": (("DOC-01", "DOC-05"), ("PASSPORT", "PASSEPORT", "PASAPORTE")),
    "identity_card": (("DOC-01",), ("IDENTITY CARD", "CARTE NATIONALE", "IDENTITE", "PERSONALAUSWEIS", "CARTA")),
    "visa": (("DOC-02",), ("VISA", "ETUDIANT", "VALABLE POUR", "LONG SEJOUR")),
    "residence_permit": (("DOC-02", "DOC-07"), ("TITRE DE SEJOUR", "RESIDENCE PERMIT", "RECEPISSE")),
    "visa_validation": (("DOC-07",), ("CONFIRMATION", "VALIDATION", "VLS TS", "ENREGISTREMENT")),
    "enrolment_certificate": (("DOC-03",), ("CERTIFICAT DE SCOLARITE", "ANNEE UNIVERSITAIRE", "INSCRIT", "ENROLMENT")),
    "civil_status": (("DOC-05", "OFPRA"), ("NAISSANCE", "BIRTH", "ETAT CIVIL", "FILS DE", "FILLE DE", "NACIMIENTO")),
    "rib": (("DOC-06",), ("RELEVE D IDENTITE BANCAIRE", "IBAN", "BIC", "TITULAIRE")),
    "s1": (("S1",), ("S1", "MALADIE", "INSTITUTION COMPETENTE")),
    "resources": (("DOC-04",), ("BOURSE", "RESSOURCES", "SCHOLARSHIP")),
    "parental_authorisation": (("DOC-08",), ("AUTORISATION", "PARENTALE", "PARENT")),
    "feuille_de_soins": (("FDS",), ("FEUILLE DE SOINS", "ASSURE", "ACTES EFFECTUES", "MONTANT")),
    "prescription": (("RX",), ("ORDONNANCE", "PRESCRIPTION", "POSOLOGIE")),
}


def detect(lines: list[str]) -> str | None:
    """The kind whose words are read most; None when no kind is told by two words or by one that is its title."""
    text = f" {icao(' '.join(lines), special=False)} "
    counts = {kind: sum(f" {word} " in text for word in words) for kind, (_papers, words) in KINDS.items()}
    titled = {kind: f" {words[0]} " in text for kind, (_papers, words) in KINDS.items()}
    best = max(KINDS, key=lambda kind: (counts[kind] + titled[kind], -list(KINDS).index(kind)))
    return best if titled[best] or counts[best] >= 2 else None


def fits(kind: str | None, paper: str) -> bool:
    """Whether a paper of this kind can be what was asked for; an unknown kind is not held against anybody."""
    return kind is None or paper in KINDS[kind][0]
