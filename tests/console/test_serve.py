"""Starting the service where it cannot start."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from affilia.console.main import main

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("beside", [0, 1])
def test_a_busy_port_is_said_in_one_line_before_anything_starts(
    beside: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert main(["serve", "--port", str(port - beside)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"affilia serve: port {port}: Address already in use: ")
    assert "--port" in err
    assert err.count("\n") == 1


def test_make_run_takes_a_port() -> None:
    done = subprocess.run(
        ["make", "-n", "run", "PORT=8450"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "affilia serve --port 8450" in done.stdout
