"""Who asks for a code: the network and the browser, as keyed hashes; neither address nor cookie is kept anywhere."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from affilia.bridges import keys
from affilia.formats import contact
from affilia.journal.refs import new_ref
from affilia.people.codes import Asker

SALT, LIFE, ADDRESSES = "browser", 400 * 24 * 3600, 5


def address_of(request: HttpRequest) -> str:
    """The address a request comes from: what the last trusted proxy saw, where there are proxies."""
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    trusted = settings.PROXIES
    return seen[-trusted] if 0 < trusted <= len(seen) else str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """The prefix one line or campus shares: 24 bits of an IPv4, 48 of an IPv6 address; empty for none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))


def asker(request: HttpRequest, email: str) -> Asker:
    """Who asks for a code to this address."""
    network, browser = network_of(address_of(request)), _browser(request)
    if request.user.is_authenticated and request.user.email == contact.email(email):
        return Asker(browser=keys.blind_index("account", request.user.ref), known=True)
    return Asker(
        network=keys.blind_index("network", network) if network else "",
        browser=keys.blind_index("browser", browser["id"]),
        known=_address(email) in browser["addresses"],
    )


def remember_browser(request: HttpRequest, response: HttpResponse, email: str = "") -> HttpResponse:
    """Give the browser a name of its own, and after a sign-in the address it may always ask for."""
    browser = _browser(request)
    if email:
        others = [known for known in browser["addresses"] if known != _address(email)]
        browser["addresses"] = [*others, _address(email)][-ADDRESSES:]
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME, signing.dumps(browser, salt=SALT), max_age=LIFE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _address(email: str) -> str:
    return keys.blind_index("address", contact.email(email))[:24]


def _browser(request: HttpRequest) -> dict[str, Any]:
    """What the cookie says, or a new browser; the same for the whole request."""
    if not hasattr(request, "browser"):
        try:
            told = signing.loads(request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=LIFE)
        except signing.BadSignature:
            told = {"id": new_ref(), "addresses": []}
        request.browser = told  # type: ignore[attr-defined]
    found: dict[str, Any] = request.browser  # type: ignore[attr-defined]
    return found
