"""References nobody can guess."""

from __future__ import annotations

import re

import pytest

from affilia.journal.refs import new_ref, new_refs

pytestmark = pytest.mark.pure


def test_references_made_at_once_are_as_those_made_one_by_one() -> None:
    found = [str(ref) for ref in new_refs(10_000).astype(str)]
    assert all(re.fullmatch("[a-z2-7]{26}", ref) for ref in [*found, new_ref()])
    assert len(set(found)) == len(found)
    assert len({ref[4:] for ref in found}) == len(found)


def test_references_made_at_once_lie_side_by_side_in_an_index() -> None:
    found = new_refs(1000).tolist()
    assert found == sorted(found)
    assert len({ref[:4] for ref in found}) == 1
    assert len({ref[4:8] for ref in found}) > 990


def test_no_reference_may_be_asked_for() -> None:
    assert new_refs(0).tolist() == []
