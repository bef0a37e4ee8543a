"""What must hold before the service starts: every view declares its access; production is never half configured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

from affilia.bridges import bank, keys, signature
from affilia.bridges import register as register_bridge
from affilia.law.readings import READINGS, SMALL_SUMS
from affilia.law.routes import TABLE
from affilia.people.access import declared


def patterns(urlconf: str) -> Iterator[tuple[str, URLPattern]]:
    """Every (address, pattern) of a URLconf, depth first."""
    yield from _walk(get_resolver(urlconf), "")


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for item in resolver.url_patterns:
        address = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _walk(item, address)
        else:
            yield address, item


@register(Tags.security)
def every_view_declares_its_access(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """No declaration, no start (house 15)."""
    return [
        Error(
            f"The view at /{address} declares no access.",
            hint="Use @access of affilia.people.access.",
            id="affilia.E001",
        )
        for urlconf in (settings.ROOT_URLCONF, "affilia.config.urls_documents")
        for address, pattern in patterns(urlconf)
        if declared(pattern.callback) is None
    ]


@register(Tags.security)
def production_is_complete(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Outside the embedded mode: https, a secret and a documents' origin of its own, real bridges."""
    if settings.EMBEDDED:
        return []
    wrong = {
        "AFFILIA_SECRET_KEY must be set, 40 characters or more": len(settings.SECRET_KEY) < 40,
        "AFFILIA_SITE must begin with https://": not settings.SITE.startswith("https://"),
        "AFFILIA_DOCUMENTS_SITE must begin with https://": not settings.DOCUMENTS_SITE.startswith("https://"),
        "AFFILIA_DOCUMENTS_SITE must differ from AFFILIA_SITE": settings.DOCUMENTS_SITE == settings.SITE,
        "AFFILIA_KEYS must not be the stand-in": settings.BRIDGES["keys"] == "standin",
        "AFFILIA_SIGNATURE must not be the stand-in": settings.BRIDGES["signature"] == "standin",
        "AFFILIA_BANK must not be the stand-in": settings.BRIDGES["bank"] == "standin",
        "AFFILIA_REGISTER must not be the stand-in": settings.BRIDGES["register"] == "standin",
        "AFFILIA_MAIL must not be the stand-in": settings.BRIDGES["mail"] == "standin",
    }
    return [Error(f"{words}.", id="affilia.E002") for words, bad in wrong.items() if bad]


@register(Tags.security)
def bridges_can_be_opened(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Outside the embedded mode each bridge has what it needs, before anything leaves over it."""
    if settings.EMBEDDED:
        return []
    openers: list[Callable[[], object]] = [bank.bank, register_bridge.register, keys.keys, signature.signer]
    return [Error(why, id="affilia.E006") for opener in openers if (why := _closed(opener))]


def _closed(opener: Callable[[], object]) -> str:
    try:
        opener()
    except ImproperlyConfigured as error:
        return str(error)
    return ""


@register()
def orientation_choices_are_of_the_table(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The operator chooses among what the sources allow."""
    known = {(row.row, name) for row in TABLE for name in row.choices}
    return [
        Error(f"AFFILIA_ORIENTATION: {row} has no choice {name!r}.", id="affilia.E004")
        for row, name in settings.ORIENTATION_CHOICES.items()
        if (row, name) not in known
    ]


@register()
def choices_of_the_fund_are_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Where the sources leave a choice, the operator makes one of those."""
    known = {"VISA_VALIDATION": ("definitive", "temporary"), "SMALL_SUMS": tuple(SMALL_SUMS.ways)}
    return [
        Error(f"AFFILIA_{name} is {value!r}; it must be one of {', '.join(choices)}.", id="affilia.E005")
        for name, choices in known.items()
        if (value := getattr(settings, name)) not in choices
    ]


@register()
def readings_are_of_the_law(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The operator reads the law in one of the ways its sources do."""
    return [
        Error(f"AFFILIA_READINGS: {name} has no way {way!r}.", id="affilia.E007")
        for name, way in settings.READINGS.items()
        if name not in READINGS or READINGS[name].setting != "AFFILIA_READINGS" or way not in READINGS[name].ways
    ]


@register(Tags.database)
def sqlite_keeps_what_it_acknowledged(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The embedded database must run in WAL with synchronous FULL and immediate transactions."""
    database: dict[str, Any] = settings.DATABASES["default"]
    if "sqlite3" not in database["ENGINE"]:
        return []
    options = database.get("OPTIONS", {})
    pragmas = options.get("init_command", "")
    good = (
        options.get("transaction_mode") == "IMMEDIATE"
        and "synchronous=FULL" in pragmas
        and "journal_mode=WAL" in pragmas
    )
    return [] if good else [Error("SQLite is configured with weaker promises than ours.", id="affilia.E003")]
