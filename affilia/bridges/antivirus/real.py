"""ClamAV's daemon by its INSTREAM command, on the socket AFFILIA_CLAMD (a path, or host:port)."""

from __future__ import annotations

import os
import socket

from affilia.bridges.antivirus import ScannerDown

CHUNK = 64 * 1024


class Clamd:
    """A client of one connection a scan."""

    def __init__(self, address: str) -> None:
        self.address = address

    def found(self, data: bytes) -> str | None:
        """The signature's name, or nothing. Raises ScannerDown."""
        try:
            with self._connected() as wire:
                wire.sendall(b"zINSTREAM\0")
                for start in range(0, len(data), CHUNK):
                    part = data[start : start + CHUNK]
                    wire.sendall(len(part).to_bytes(4, "big") + part)
                wire.sendall(b"\0\0\0\0")
                reply = wire.recv(4096).decode(errors="replace").strip("\0\n")
        except OSError as error:
            raise ScannerDown(str(error)) from error
        if reply.endswith("OK"):
            return None
        if reply.endswith("FOUND"):
            return reply.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScannerDown(reply)

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            wire.settimeout(20)
            try:
                wire.connect(self.address)
            except OSError:
                wire.close()
                raise
            return wire
        host, _, port = self.address.partition(":")
        return socket.create_connection((host, int(port)), timeout=20)


def antivirus() -> Clamd:
    """The daemon of AFFILIA_CLAMD."""
    return Clamd(os.environ.get("AFFILIA_CLAMD", "/run/clamav/clamd.ctl"))
