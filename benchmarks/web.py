"""A signed-in page and a registration step beside a bare Django view and a bare INSERT, on one server, in one run."""

from __future__ import annotations

import http.client
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS, SECONDS = 16, 5.0

BARE = """
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.contrib.sessions.models import Session
from django.utils import timezone
from affilia.config.urls import *  # the service's own addresses beside the bare ones
from affilia.journal.refs import new_ref
from affilia.people.access import access
PAGE = engines["django"].from_string("<!doctype html><title>{{ title }}</title>{% for n in rows %}<p>{{ n }}</p>{% endfor %}")
@access(relation="none", fields="G")
def page(request):
    return HttpResponse(PAGE.render({"title": "bare", "rows": range(20)}))
@csrf_exempt
@access(relation="none", fields="G", methods=("POST",))
def insert(request):
    Session.objects.create(session_key=new_ref(), session_data="x", expire_date=timezone.now())
    return HttpResponse("ok")
urlpatterns = [path("bare/page", page), path("bare/insert", insert), *urlpatterns]
"""


def serve(place: Path) -> tuple[subprocess.Popen[bytes], int, str]:
    """The service with the two bare views beside it; its port and the student's demo link."""
    (place / "bare_urls.py").write_text(BARE)
    (place / "bare_settings.py").write_text("from affilia.config.defaults import *\nROOT_URLCONF = 'bare_urls'\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **os.environ, "AFFILIA_VAR": str(place), "DJANGO_SETTINGS_MODULE": "bare_settings", "PYTHONPATH": f"{place}:{ROOT}",
        "AFFILIA_SITE": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    code = (
        "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0);"
        "c('collectstatic', verbosity=0, interactive=False); from affilia.console.demo import links; from affilia.console import story;"
        "from django.utils import timezone; s = dict(links())['student'];"
        "p = story.people_queries.person_of(story.people_queries.account_by_email(story.STUDENT));"
        "story.registration.open_file(person=p, told={'french_number': 'none', 'status': 'student', 'nationalities': ['MA'],"
        "'proof': 'none', 'stay_from': '2026-09-01', 'stay_until': '2027-06-30'}, by='bench', at=timezone.now()); print(s)"
    )
    link = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "affilia.config.wsgi",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "2",
        "--threads",
        "2",
    ]
    process = subprocess.Popen([*command, "--log-level", "error"], env=env, cwd=place)
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    return process, port, link


def cookies(port: int, link: str) -> str:
    """The session of the demo student."""
    wire = http.client.HTTPConnection("127.0.0.1", port)
    wire.request("GET", link.split(str(port), 1)[1])
    answer = wire.getresponse()
    answer.read()
    jar = [value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"]
    wire.request("GET", "/file/name/", headers={"Cookie": "; ".join(jar)})
    answer = wire.getresponse()
    page = answer.read().decode()
    jar += [value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"]
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    return "; ".join(jar) + "\n" + token


def load(port: int, method: str, path: str, headers: dict[str, str], body: str = "") -> tuple[float, float]:
    """(answers a second, 99th percentile in ms) at 16 connections."""
    times: list[float] = []
    until = time.perf_counter() + SECONDS

    def client() -> None:
        wire = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        while time.perf_counter() < until:
            start = time.perf_counter()
            wire.request(method, path, body=body or None, headers=headers)
            answer = wire.getresponse()
            answer.read()
            assert answer.status == (200 if method == "GET" or path.startswith("/bare") else 302), (path, answer.status)
            times.append(time.perf_counter() - start)

    threads = [threading.Thread(target=client) for _n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return len(times) / SECONDS, times[int(len(times) * 0.99)] * 1000


def main() -> None:
    """Measure four addresses, print two ratios."""
    place = Path(tempfile.mkdtemp(prefix="affilia-bench-"))
    process, port, link = serve(place)
    try:
        jar, token = cookies(port, link).split("\n")
        signed = {"Cookie": jar}
        step = {**signed, "Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{port}/"}
        body = urlencode({"csrfmiddlewaretoken": token, "surname": "El Amrani", "given_names": "Salma"})
        load(port, "GET", "/bare/page", {})
        bare, bare_99 = load(port, "GET", "/bare/page", {})
        page, page_99 = load(port, "GET", "/file/", signed)
        insert, _insert_99 = load(port, "POST", "/bare/insert", {}, "x")
        post, post_99 = load(port, "POST", "/file/name/", step, body)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    print(
        f"web, {platform.machine()}, {os.cpu_count()} cores with the load beside it, {datetime.now(UTC):%Y-%m-%d}, {CONNECTIONS} connections"
    )
    print(
        f"  signed-in page {page:.0f}/s of bare {bare:.0f}/s: {page / bare:.0%} (at least 25 %); p99 {page_99:.0f} ms, bare {bare_99:.0f} (under 100)"
    )
    print(
        f"  registration step {post:.0f}/s of bare insert {insert:.0f}/s: {post / insert:.0%} (at least 20 %); p99 {post_99:.0f} ms"
    )


if __name__ == "__main__":
    main()
