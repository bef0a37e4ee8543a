"""The operator's key and certificate, in the PEM files AFFILIA_SEAL_KEY and AFFILIA_SEAL_CERTIFICATE."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from affilia.bridges.signature.pades import PadesSigner


@cache
def signer() -> PadesSigner:
    """The signer of the operator's files."""
    try:
        key, certificate = (Path(os.environ[name]) for name in ("AFFILIA_SEAL_KEY", "AFFILIA_SEAL_CERTIFICATE"))
    except KeyError as error:
        raise ImproperlyConfigured("AFFILIA_SEAL_KEY and AFFILIA_SEAL_CERTIFICATE must name PEM files.") from error
    return PadesSigner(key.read_bytes(), certificate.read_bytes())
