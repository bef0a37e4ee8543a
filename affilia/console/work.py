"""`affilia work`: the worker. Runs what operations left to do, again if a worker died, and what comes by the clock."""

from __future__ import annotations

import argparse
import faulthandler
import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from affilia.console.ready import checks_passed, database_ready, django_ready

log = logging.getLogger("affilia.work")

# a job that is still at it after the limit ends its worker; one that began a lease ago belongs to a worker that died.
# The lease is the longer, so that no two workers are at one job
LIMIT = timedelta(seconds=150)
LEASE = timedelta(minutes=3)
TRIES = 8


class WorkerDied(Exception):
    """Why a job was given up whose worker died each time: killed, out of memory, or past the limit."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    parser = commands.add_parser("work", help="the worker alone: papers, mails, bank, register")
    parser.add_argument("--once", action="store_true", help="do what waits now, then end")
    parser.add_argument("--failed", action="store_true", help="list the jobs that were given up; 1 when there are any")
    parser.add_argument("--again", action="store_true", help="let the jobs that were given up run again")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work until told to stop (SIGTERM, SIGINT), or once."""
    django_ready()
    # the same promises as the web server's: nothing is sent to a bank by a half-configured worker
    checks_passed()
    database_ready()
    checks_passed("default")
    if args.failed or args.again:
        return failed(again=args.again)
    worker = Work()
    if args.once:
        worker.round()
        return 0
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    while worker.running:
        if not worker.round():
            time.sleep(0.4)
    return 0


class Work:
    """One worker: its jobs by the clock and when each was last done."""

    def __init__(self) -> None:
        self.running = True
        self.done_at: dict[str, float] = {}

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """Finish the job at hand, then end."""
        self.running = False

    def round(self) -> int:
        """Everything that waits now; how many jobs there were."""
        from django.utils import timezone

        now = timezone.now()
        taken_back(now)
        for name, every, job in by_the_clock():
            if time.monotonic() - self.done_at.get(name, -every) >= every:
                self.done_at[name] = time.monotonic()
                _safely(name, job, now)
        return jobs_done(now, lambda: self.running)


def by_the_clock() -> list[tuple[str, int, Callable[..., Any]]]:
    """(name, seconds between two runs, job): what no request starts."""
    from affilia.console import clock

    return clock.JOBS


def _safely(name: str, job: Callable[..., Any], now: datetime) -> None:
    """A job by the clock that fails is told and comes again; the others go on."""
    try:
        job(at=now)
    except Exception:
        log.exception("The job %s failed; it will run again.", name)


def taken_back(now: datetime) -> int:
    """Jobs whose worker died, and failed ones that may be tried again, wait again: how many."""
    from django_tasks_db.models import DBTaskResult

    count = 0
    for job in DBTaskResult.objects.filter(status="RUNNING", started_at__lt=now - LEASE):
        # each try was counted when it began: `claim` keeps the worker's name before the work starts
        given_up = len(job.worker_ids) >= TRIES
        left = _ended(now) if given_up else {"status": "READY"}
        mine = DBTaskResult.objects.filter(pk=job.pk, status="RUNNING", started_at=job.started_at).update(**left)
        count += mine and not given_up
        if mine and given_up:
            told_if_given_up(job)
    for job in DBTaskResult.objects.filter(status="FAILED", finished_at__isnull=False):
        tries = len(job.worker_ids)
        if tries < TRIES:
            pause = timedelta(seconds=2**tries)
            count += DBTaskResult.objects.filter(pk=job.pk, status="FAILED").update(
                status="READY", run_after=job.finished_at + pause
            )
    return count


def _ended(now: datetime) -> dict[str, Any]:
    """The row of a job whose worker died for the last time."""
    why = f"{WorkerDied.__module__}.{WorkerDied.__qualname__}"
    return {"status": "FAILED", "finished_at": now, "exception_class_path": why, "traceback": WorkerDied.__doc__}


@contextmanager
def limited(limit: timedelta) -> Iterator[None]:
    """End this process where the work within takes longer, whatever it is stuck in, and tell where it was."""
    faulthandler.dump_traceback_later(limit.total_seconds(), exit=True, file=2)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def jobs_done(now: datetime, running: Callable[[], bool]) -> int:
    """Claim and run jobs until none is ready: how many were run."""
    from django.db import close_old_connections
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult
    from django_tasks_db.utils import exclusive_transaction

    close_old_connections()
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"affilia-{now.timestamp():.0f}",
        excluded_queue_names=[],
    )
    count = 0
    # a look without a lock first: an idle worker must not stand in the writers' way
    while running() and DBTaskResult.objects.ready().exists():
        with exclusive_transaction():
            job = DBTaskResult.objects.ready().get_locked()
            if job is not None:
                job.claim(worker.worker_id)
        if job is not None:
            with limited(LIMIT):
                worker.run_task(job)
            count += 1
            told_if_given_up(job)
    close_old_connections()
    return count


def told_if_given_up(job: Any) -> None:
    """A job that failed for the last time is the operator's: it is told, and `--failed` lists it."""
    job.refresh_from_db()
    if job.status == "FAILED" and len(job.worker_ids) >= TRIES:
        why = job.exception_class_path.rpartition(".")[2]
        log.error("The job %s %s failed %d times and is given up: %s.", job.task_path, job.pk, TRIES, why)


def failed(*, again: bool) -> int:
    """Print the jobs that were given up, or let them run again; 1 when some wait for the operator."""
    from django_tasks_db.models import DBTaskResult

    rows = [job for job in DBTaskResult.objects.filter(status="FAILED") if len(job.worker_ids) >= TRIES]
    for job in rows:
        print(f"{job.finished_at:%Y-%m-%d %H:%M} {job.task_path} {job.args_kwargs} {job.exception_class_path}")
    if again:
        DBTaskResult.objects.filter(pk__in=[job.pk for job in rows]).update(status="READY", worker_ids=[])
        return 0
    return 1 if rows else 0
