"""Knows one signature, the EICAR test string: enough to prove the wiring, worth nothing against a real virus."""

from __future__ import annotations

# in two halves, so that no scanner takes this source for the test file
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class OneSignature:
    """Finds the test string anywhere in the bytes."""

    def found(self, data: bytes) -> str | None:
        """The test signature's name, or nothing."""
        return "Eicar-Test-Signature" if EICAR in data else None


def antivirus() -> OneSignature:
    """The stand-in scanner."""
    return OneSignature()
