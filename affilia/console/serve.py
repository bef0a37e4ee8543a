"""`affilia serve`: the whole service on this machine: database, demo world if empty, web server, worker."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from affilia.console.output import InputUnreadable, reason, whole
from affilia.console.ready import django_ready

STARTS_WITHIN = 50


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    parser = commands.add_parser("serve", help="the whole service on this machine")
    parser.add_argument(
        "--port", type=whole(1, 65534), default=8000, help="pages on 127.0.0.1:PORT, documents on PORT + 1"
    )
    parser.add_argument("--workers", type=whole(1, 64), default=2, help="processes of the web server")
    parser.add_argument("--no-worker", action="store_true", help="without the worker")
    parser.add_argument("--no-demo", action="store_true", help="without the demo world and its sign-in links")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prepare, start server and worker, say where; end both when told to stop or when the server ends."""
    for port in (args.port, args.port + 1):
        free(port)
    os.environ.setdefault("AFFILIA_SITE", f"http://127.0.0.1:{args.port}")
    os.environ.setdefault("AFFILIA_DOCUMENTS_SITE", f"http://127.0.0.1:{args.port + 1}")
    if args.no_demo:
        os.environ["AFFILIA_DEMO"] = "false"
    prepare()
    children = [server(args)]
    stop_with(children)
    try:
        return watched(args, children)
    finally:
        end(children)


def free(port: int) -> None:
    """Nobody listens there. Raises InputUnreadable."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that ended a moment ago does not count
        try:
            tried.bind(("127.0.0.1", port))
        except OSError as error:
            other = "end the program that uses it, or choose another with --port (pages there, documents on the next)"
            raise InputUnreadable(f"port {port}: {reason(error)}: {other}") from error


def watched(args: argparse.Namespace, children: list[subprocess.Popen[bytes]]) -> int:
    """Say where, fill the demo world, start the worker, then stay until the server ends."""
    if not answers(f"http://127.0.0.1:{args.port}/healthz/ready/"):
        print("The server did not answer; the lines above say why.", file=sys.stderr)
        return 1
    greet(args)
    fill_the_demo_world()
    while children[0].poll() is None:
        if not args.no_worker and all(child.poll() is not None for child in children[1:]):
            if any(child.returncode == 2 for child in children[1:]):
                return 1  # it said why it cannot work
            children[1:] = [worker()]  # the first, or another after a job that ended it
        time.sleep(0.5)
    return 1


def prepare() -> None:
    """Bring the database up to date and gather the static files."""
    django_ready()
    from django.core.management import call_command
    from django.db import Error

    from affilia.coverage.verifier import publish_keys

    try:
        call_command("migrate", verbosity=0)
    except Error as error:
        raise InputUnreadable(f"database: {error}") from error
    publish_keys()
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("check", deploy=False)


def server(args: argparse.Namespace) -> subprocess.Popen[bytes]:
    """The web server, on both origins."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "affilia.config.wsgi",
        "--workers",
        str(args.workers),
        "--threads",
        "6",  # more than files that are opened at once (documents.operations.GATES): pages are answered beside them
    ]
    command += ["-b", f"127.0.0.1:{args.port}", "-b", f"127.0.0.1:{args.port + 1}", "--log-level", "warning"]
    command += ["--worker-tmp-dir", "/dev/shm", "--timeout", "60"]  # noqa: S108  gunicorn's heartbeat, in memory
    return subprocess.Popen(command)  # noqa: S603  our own interpreter and words


def worker() -> subprocess.Popen[bytes]:
    """The worker beside it."""
    return subprocess.Popen([sys.executable, "-m", "affilia.console.main", "work"])


def stop_with(children: list[subprocess.Popen[bytes]]) -> None:
    """A signal to this process ends the children too."""

    def stop(signum: int, frame: FrameType | None) -> None:
        end(children)
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """End our own children and wait for them."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        child.wait(timeout=20)


def answers(address: str) -> bool:
    """Wait for the first answer."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2) as response:  # noqa: S310  loopback, written above
                return bool(response.status == 200)
        except OSError:  # refused, or too slow to answer yet
            time.sleep(0.2)
    return False


def greet(args: argparse.Namespace) -> None:
    """Where things are, and a link of the day for each demo person."""
    from django.conf import settings

    print(f"\n  Affilia    {settings.SITE}\n  Desk       {settings.SITE}/desk/\n  Mails      {settings.VAR}/mail/\n")
    if settings.DEMO:
        from affilia.console.demo import links

        for who, link in links():
            print(f"  {who:<22} {link}")
        print("\n  These links are for the demonstration: they end today and work on this machine only.")
        print("  The demo world fills up in the background: one student all the way, two whose papers wait.")
    print("  Ctrl+C stops everything.\n", flush=True)


def fill_the_demo_world() -> None:
    """When nobody has a file yet: one student all the way, two whose papers wait."""
    from django.conf import settings

    if not settings.DEMO:
        return
    from affilia.console.story import Story
    from affilia.registration.queries import any_file

    if any_file():
        return
    out = Path(settings.VAR) / "story"
    out.mkdir(parents=True, exist_ok=True)
    Story(0).tell(out)
    for seed, email in enumerate(("tiago@example.org", "linh@example.org"), start=1):
        Story(seed, email).tell(out, until=4)
