"""Every page of the story in a real browser: axe, both languages, both themes, phone and desktop, weight, no foreign host."""

from __future__ import annotations

import base64
import gzip
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from affilia.documents import specimens
from affilia.formats.certificate_code import Statement, decode, encode, new_code
from tests.formats.test_certificate_code import older_square
from tests.pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
ROOT = Path(__file__).resolve().parent.parent.parent
SHOTS = ROOT / "docs" / "screenshots"
STUDENT = (
    "/", "/status/", "/file/", "/file/name/", "/file/birth/", "/file/address/", "/file/check/", "/documents/DOC-01/",
    "/documents/DOC-07/", "/certificate/", "/care/", "/care/new/", "/messages/", "/doctor/", "/card/",
    "/health-account/", "/leaving/",
    "/bank-account/", "/profile/", "/v/", "/help/", "/estimate/", "/languages/", "/orientation/french_number/",
    "/orientation/nationalities/", "/orientation/proof_until/",
)  # fmt: skip
DESK = ("/desk/", "/desk/search/", "/desk/coverage/register/", "/desk/payments/")
SUPERVISOR = ("/desk/overview/",)
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def free_pair() -> int:
    """A port whose follower is free too."""
    for _try in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return int(port)
    raise AssertionError("no two free ports")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The whole service as `make run` starts it: its address and the demo links."""
    place, port = tmp_path_factory.mktemp("service"), free_pair()
    log = place / "log"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("AFFILIA_", "DJANGO_"))}
    env["AFFILIA_VAR"] = str(place)
    with log.open("w") as out:
        command = [sys.executable, "-m", "affilia.console.main", "serve", "--port", str(port), "--workers", "1"]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + 240  # of a machine shared with others
        while not (place / "story" / "summary.json").exists() or "linh" not in mails(place):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.5)
        time.sleep(3)
        links = dict(re.findall(r"^  (student|caseworker|supervisor)\s+(http\S+)", log.read_text(), re.MULTILINE))
        yield f"http://127.0.0.1:{port}", links
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def mails(place: Path) -> str:
    return " ".join(path.read_text() for path in (place / "mail").glob("*.eml"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield found
        found.close()


def entered(
    browser: Browser, link: str, language: str, theme: str, width: int
) -> tuple[BrowserContext, Page, list[str]]:
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=theme,  # type: ignore[arg-type]
        locale=language,
        extra_http_headers={"Accept-Language": language},
    )
    page, wrong = context.new_page(), []  # type: ignore[var-annotated]
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(link)
    return context, page, wrong


def look(page: Page, axe: Axe, where: str) -> list[str]:
    """What axe finds, and whether the page scrolls sideways."""
    found = axe.run(page).response["violations"]
    bad = [f"{where}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
    bad += [f"{where}: {fault}" for fault in faults(page.content())]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        bad.append(f"{where}: scrolls sideways")
    return bad


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 390), ("light", 1440), ("dark", 1440)])
def test_pages_are_accessible_and_nothing_is_blocked(
    service: tuple[str, dict[str, str]], browser: Browser, language: str, theme: str, width: int
) -> None:
    site, links = service
    axe, bad = Axe(), []
    for who, paths in (("student", STUDENT), ("caseworker", DESK), ("supervisor", SUPERVISOR)):
        context, page, wrong = entered(browser, links[who], language, theme, width)
        for path in paths:
            page.goto(site + path)
            assert page.evaluate("document.documentElement.lang") == language
            bad += look(page, axe, path)
        for follow in (".tasks a[href*='/care/']", "[data-row]"):
            page.goto(site + ("/care/" if who == "student" else "/desk/"))
            if page.locator(follow).count():
                page.locator(follow).first.click()
                bad += look(page, axe, page.url)
        bad += wrong
        context.close()
    assert bad == []


def test_a_student_page_is_light_and_asks_nobody_else(service: tuple[str, dict[str, str]], browser: Browser) -> None:
    site, links = service
    context, page, _wrong = entered(browser, links["student"], "en", "light", 390)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    for path in STUDENT:
        answers.clear()
        page.goto(site + path, wait_until="networkidle")
        assert {answer.url.split("/")[2].rsplit(":", 1)[0] for answer in answers} == {"127.0.0.1"}
        words = [
            answer for answer in answers if re.search("html|css|javascript", answer.headers.get("content-type", ""))
        ]
        weight = sum(len(gzip.compress(answer.body(), 9)) for answer in words)
        assert weight <= 35 * 1024, (path, weight)
    context.close()


def test_every_student_task_shows_without_javascript(service: tuple[str, dict[str, str]], browser: Browser) -> None:
    site, links = service
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(links["student"])
    for path in STUDENT:
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == 200
        assert page.locator("main h1, main legend, main label").count() > 0
    context.close()


def test_that_a_paper_was_read_is_said_once_and_nothing_reloads(
    service: tuple[str, dict[str, str]], browser: Browser
) -> None:
    site, links = service
    context, page, wrong = entered(browser, links["student"], "en", "light", 390)
    page.goto(f"{site}/documents/DOC-06/")
    who = specimens.Specimen("El Amrani", "Salma", "F", "2004-03-27", "Fes", "MAR", "A1234567")
    page.set_input_files(
        "input[type=file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": specimens.passport(who)}
    )
    page.get_by_role("button", name="Send the photo").click()
    note = page.locator("[data-watch]")
    assert note.get_by_role("link").inner_text() == "See whether it has been read"
    page.evaluate("window.stayed = true")
    expect(note.get_by_role("link")).to_have_text("See what we read", timeout=60_000)
    assert note.get_by_role("status").inner_text() == "Your document has been read."
    assert page.evaluate("window.stayed"), "the page was not loaded again"
    note.get_by_role("link").click()
    assert page.locator("[data-watch]").count() == 0
    assert wrong == []
    context.close()


def test_the_letter_keys_of_the_desk_can_be_switched_off_and_stay_so(
    service: tuple[str, dict[str, str]], browser: Browser
) -> None:
    site, links = service
    context, page, wrong = entered(browser, links["caseworker"], "en", "light", 1440)
    page.goto(f"{site}/desk/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('[data-row]')")
    page.get_by_role("button", name="switch them off").click()
    for _visit in range(2):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("j")
        assert not page.evaluate("document.activeElement.matches('[data-row]')")
        assert page.locator("kbd:visible").count() == 0
        page.goto(f"{site}/desk/")
    page.get_by_role("button", name="switch them on").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('[data-row]')")
    assert wrong == []
    context.close()


def test_the_offline_page_without_javascript_says_so_and_leads_on(
    service: tuple[str, dict[str, str]], browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{service[0]}/static/verify/index.html")
    assert not page.locator("#form").is_visible()
    page.get_by_role("link", name="Check the code online instead").click()
    assert page.url == f"{service[0]}/v/"
    context.close()


def test_a_sheet_with_errors_does_not_scroll_sideways_on_a_phone(
    service: tuple[str, dict[str, str]], browser: Browser
) -> None:
    context, page, _wrong = entered(browser, service[1]["student"], "fr", "light", 390)
    page.goto(f"{service[0]}/care/new/")
    page.locator("main form .button").first.click()
    page.wait_for_selector("#errors")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_the_square_is_checked_with_the_network_off(service: tuple[str, dict[str, str]], browser: Browser) -> None:
    import pypdfium2
    import zxingcpp

    site, links = service
    context, page, _wrong = entered(browser, links["student"], "en", "light", 390)
    pdf = context.request.get(f"{site}/certificate/pdf/").body()
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()
    text = zxingcpp.read_barcodes(picture)[0].text
    page.goto(f"{site}/static/verify/index.html")
    page.wait_for_function("navigator.serviceWorker.controller || navigator.serviceWorker.ready")
    page.wait_for_timeout(1500)
    context.set_offline(True)
    page.goto(text)
    page.wait_for_selector("#answer:not([hidden])")
    assert page.locator("#answer").get_attribute("data-word") == "genuine"
    assert "EL AMRANI" in page.locator("#answer").inner_text()
    square = text.partition("#")[2]
    forged = square[:60] + ("A" if square[60] != "A" else "B") + square[61:]
    page.evaluate("text => { location.hash = text }", forged)
    page.wait_for_function("document.getElementById('answer').dataset.word !== 'genuine'")
    assert page.locator("#answer").get_attribute("data-word") in ("altered", "unreadable", "unknown")
    context.close()


def test_the_offline_page_reads_what_python_writes_in_both_versions(
    service: tuple[str, dict[str, str]], browser: Browser
) -> None:
    """Any day from 1900 to 2150, names in any script; the page and `decode` say the same of each square."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    key = ec.generate_private_key(ec.SECP256R1())
    form = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)

    def sign(data: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    squares = []
    for start, end, name in (
        (date(1900, 1, 1), date(2150, 12, 31), "EL AMRANI Salma"), (date(2019, 12, 31), date(2020, 1, 1), "王 伟"),
        (date(2026, 9, 1), date(2027, 8, 31), "NGUYỄN Thị Minh"),
    ):  # fmt: skip
        told = Statement("definitive", new_code(), name, "2004-03", start, end, date(2026, 9, 14), "01020304")
        squares.append(encode(told, sign))
        if start >= date(2020, 1, 1):
            body = base64.urlsafe_b64decode(older_square(told) + "==")[:-64]
            squares.append(base64.urlsafe_b64encode(body + sign(body)).decode().rstrip("="))
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{service[0]}/static/verify/index.html")
    page.evaluate("keys => { self.AFFILIA_KEYS = keys }", {"01020304": key.public_key().public_bytes(*form).hex()})
    for square in squares:
        found = page.evaluate("text => verdict(text)", square)
        told = decode(square)[0]
        assert found["word"] == "genuine"
        days = [day.isoformat() for day in (told.from_day, told.until_day, told.issued_on)]
        iso = "text => verdict(text).then((found) => found.told.days.map((day) => day.toISOString().slice(0, 10)))"
        assert page.evaluate(iso, square) == days
        for field in ("kind", "code", "name"):
            assert found["told"][field] == getattr(told, field)
        assert (found["told"]["born"], found["told"]["key"]) == (told.birth, told.key_id)
    body = bytearray(base64.urlsafe_b64decode(squares[0] + "=="))
    body[7] = 0xFF  # days after the calendar
    assert (
        page.evaluate("text => verdict(text)", base64.urlsafe_b64encode(bytes(body)).decode())["word"] == "unreadable"
    )
    context.close()


def test_screenshots_for_the_reader(service: tuple[str, dict[str, str]], browser: Browser) -> None:
    site, links = service
    if os.environ.get("AFFILIA_SCREENSHOTS"):
        SHOTS.mkdir(exist_ok=True)
        for who, path, name, width in (
            ("student", "/status/", "status", 390), ("student", "/certificate/", "certificate", 390),
            ("caseworker", "/desk/", "queue", 1440),
        ):  # fmt: skip
            context, page, _wrong = entered(browser, links[who], "en", "light", width)
            page.goto(site + path)
            page.screenshot(path=SHOTS / f"{name}.png")
            context.close()
    assert urllib.request.urlopen(f"{site}/healthz/", timeout=5).status == 200  # noqa: S310  our own server


def test_the_key_that_accepts_never_reaches_another_persons_paper(
    service: tuple[str, dict[str, str]], browser: Browser
) -> None:
    site, links = service
    context, page, wrong = entered(browser, links["caseworker"], "en", "light", 1440)
    page.goto(site + "/desk/?view=check_file")
    page.locator("[data-row]").first.click()
    here = page.url.partition("?")[0]
    while page.locator("[data-key=v]").count():
        with page.expect_navigation():
            page.keyboard.press("v")
        assert page.url.partition("?")[0] == here
        assert page.locator(".note.ok", has_text="Accepted:").count()
    for _more in range(2):
        page.keyboard.press("v")
    assert page.url.partition("?")[0] == here
    assert wrong == []
    context.close()
