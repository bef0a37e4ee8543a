"""Jobs no worker survives."""

from __future__ import annotations

import os
import signal
import time

from django_tasks import task


@task()
def kills() -> None:
    """As the system does where memory ends."""
    os.kill(os.getpid(), signal.SIGKILL)


@task()
def sleeps() -> None:
    """Stuck for ever."""
    time.sleep(60)
