"""A certificate made, sealed and verified, warm, beside its bare rendering."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from datetime import UTC, date, datetime

os.environ.setdefault("AFFILIA_VAR", tempfile.mkdtemp(prefix="affilia-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "affilia.config.defaults")

import django

django.setup()

from affilia.bridges import signature  # noqa: E402  Django must be ready
from affilia.letters import pdf  # noqa: E402

ROUNDS = 30


def main() -> None:
    """Measure, print the ratio."""
    text = pdf.CertificateText(
        title="Attestation provisoire de droits", courtesy="Temporary certificate of rights", statement="…",
        rows=[("Nom et prénoms", "EL AMRANI Salma"), ("Numéro", "2 04 03 99 350 992 40")], uses=["déclarer un médecin"],
        check="…", code_grouped="K7Q2-9FDM-4XTR-8C", qr="https://affilia.example/#" + "A" * 160, fund="Caisse imaginaire",
        issued_on=date(2026, 10, 3),
    )  # fmt: skip
    signer, at = signature.signer(), datetime.now(UTC)
    signer.verify_pdf(signer.seal_pdf(pdf.certificate(text), at))
    start = time.perf_counter()
    for _round in range(ROUNDS):
        made = pdf.certificate(text)
    bare = (time.perf_counter() - start) / ROUNDS
    start = time.perf_counter()
    for _round in range(ROUNDS):
        verdict = signer.verify_pdf(signer.seal_pdf(pdf.certificate(text), at))
        assert verdict.intact
        assert verdict.trusted
    whole = (time.perf_counter() - start) / ROUNDS
    print(f"certificate, {platform.machine()}, {os.cpu_count()} cores, {at:%Y-%m-%d}, {len(made)} bytes")
    print(
        f"  made, sealed, verified: {whole * 1000:.0f} ms (at most 150); rendering alone {bare * 1000:.0f} ms; ratio {whole / bare:.1f}"
    )


if __name__ == "__main__":
    main()
