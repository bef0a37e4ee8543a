"""Processes of the nation's batch settle once."""

from __future__ import annotations

import gc

import pytest

from affilia.console.memory import settle

pytestmark = pytest.mark.pure


def test_what_was_imported_is_never_walked_again_and_what_comes_after_is() -> None:
    try:
        settle()
        assert gc.get_freeze_count() > len(gc.get_objects())
        assert gc.isenabled()
    finally:
        gc.unfreeze()
