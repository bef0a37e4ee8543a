"""Sealing a PDF by PAdES so that it stays PDF/A-3a and PDF/UA-1 (docs/decisions/0008)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from affilia.bridges.signature import SealVerdict

FIELD = SigFieldSpec(
    "Seal",
    readable_field_name="Cachet électronique de la caisse",
    invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
)


class _KeepsMetadata(IncrementalPdfFileWriter):
    """pyHanko would rewrite the XMP and drop the PDF/UA extension schema; the test of both standards guards this."""

    def _update_meta(self) -> None:
        pass


class PadesSigner:
    """Seals with one EC P-256 key; the same key signs QR codes and roots."""

    def __init__(self, key_pem: bytes, certificate_pem: bytes) -> None:
        key = serialization.load_pem_private_key(key_pem, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey), "the key must be EC P-256"
        self.key = key
        self.certificate = x509.load_pem_x509_certificate(certificate_pem)
        point = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        self.public = self.key.public_key().public_bytes(*point).hex()
        self.key_id = hashlib.sha256(bytes.fromhex(self.public)).hexdigest()[:8]
        self._signer = SimpleSigner.load_pkcs12_data(self._pkcs12(), other_certs=[], passphrase=None)
        assert self._signer is not None
        _kind, _headers, der = pem.unarmor(certificate_pem)
        self._root = asn1_x509.Certificate.load(der)

    def _pkcs12(self) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"seal", self.key, self.certificate, None, serialization.NoEncryption()
        )

    def sign(self, data: bytes) -> bytes:
        """ECDSA over SHA-256: r and s, 32 bytes each."""
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def seal_pdf(self, pdf: bytes, at: datetime) -> bytes:
        """The PDF with an invisible PAdES seal added behind it."""
        # the renderer ends at %%EOF without a line end; the added part would then break the syntax rule of PDF/A
        writer = _KeepsMetadata(BytesIO(pdf + b"\n"))
        metadata = PdfSignatureMetadata(field_name="Seal", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
        out = PdfSigner(metadata, signer=self._signer, new_field_spec=FIELD).sign_pdf(writer)
        return bytes(out.getvalue())

    def verify_pdf(self, pdf: bytes) -> SealVerdict:
        """Whether the seal holds and is ours."""
        try:
            seals = PdfFileReader(BytesIO(pdf)).embedded_signatures
        except PdfReadError:
            return SealVerdict(False, False)
        if len(seals) != 1:
            return SealVerdict(False, False)
        trust = ValidationContext(trust_roots=[self._root], allow_fetching=False)
        status = validate_pdf_signature(seals[0], signer_validation_context=trust)
        covers = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        return SealVerdict(bool(status.intact and status.valid and covers), bool(status.trusted))
