"""A key and a certificate of our own making, under `var/keys`: seals that hold, and that nobody else trusts."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from affilia.bridges import place
from affilia.bridges.signature.pades import PadesSigner

FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)


@cache
def signer() -> PadesSigner:
    """The signer under `var/keys`, made on first use."""
    path = place("keys") / "seal.pem"
    if not path.exists():
        mine = path.with_name(f"seal.{os.getpid()}")
        with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(made())
        try:
            os.link(mine, path)
        except FileExistsError:
            pass  # another process was first
        finally:
            mine.unlink()
    both = path.read_bytes()
    end = both.index(b"-----BEGIN CERTIFICATE")
    return PadesSigner(both[:end], both[end:])


def made() -> bytes:
    """A fresh EC P-256 key and its self-signed certificate, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Affilia, cachet de démonstration")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, *form) + certificate.public_bytes(serialization.Encoding.PEM)
