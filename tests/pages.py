"""What the text of a page must not do to whoever cannot see it."""

from __future__ import annotations

import re
from collections import Counter

ID = re.compile(r"""\sid=["']?([^"'\s>]+)""")
REFERS = re.compile(
    r"""\s(?:for|aria-describedby|aria-labelledby|aria-controls)=["']([^"']+)["']|\shref=["']#([^"']+)["']"""
)


def faults(page: str) -> list[str]:
    """Ids that stand twice, references to none, a reload by itself."""
    ids = Counter(ID.findall(page))
    found = [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    names = {name for one in REFERS.findall(page) for name in " ".join(one).split()}
    found += [f"nothing has the id {name}" for name in sorted(names - set(ids))]
    return found + (["reloads itself"] if re.search("http-equiv=.?refresh", page, re.IGNORECASE) else [])
