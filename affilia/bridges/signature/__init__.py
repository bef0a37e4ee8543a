"""What gives our word: seals on PDF certificates (PAdES), signatures in QR codes and under the journal's roots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from affilia.bridges import chosen


@dataclass(frozen=True)
class SealVerdict:
    """`intact`: not a byte was changed; `trusted`: the seal is ours."""

    intact: bool
    trusted: bool


class Signer(Protocol):
    """One EC P-256 key and its certificate."""

    @property
    def key_id(self) -> str: ...
    @property
    def public(self) -> str: ...
    def sign(self, data: bytes) -> bytes: ...
    def seal_pdf(self, pdf: bytes, at: datetime) -> bytes: ...
    def verify_pdf(self, pdf: bytes) -> SealVerdict: ...


def signer() -> Signer:
    """The signer of this service, its key loaded once."""
    bridge: Signer = chosen("signature").signer()
    return bridge


def genuine(data: bytes, signature: bytes, public: str) -> bool:
    """ECDSA P-256 with SHA-256: `signature` is r and s, 32 bytes each; `public` an uncompressed point in hex."""
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(public))
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return len(signature) == 64
