"""The worker: what fails is tried again, and told when it is given up."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from affilia.console import work
from affilia.letters import operations as letters

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_job_that_fails_is_tried_so_often_then_told_and_let_run_again(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("the relay is down")

    monkeypatch.setattr("affilia.letters.jobs.mail_bridge.bridge", broken)
    letters.write_mail(to="x@example.org", code="message", language="en", at=timezone.now())
    for _try in range(work.TRIES):
        DBTaskResult.objects.update(run_after=timezone.now() - timedelta(hours=1))
        work.taken_back(timezone.now())
        DBTaskResult.objects.update(run_after=timezone.now() - timedelta(hours=1))
        with caplog.at_level(logging.ERROR):
            assert work.jobs_done(timezone.now(), lambda: True) == 1
    assert "failed 8 times and is given up" in caplog.text
    assert work.taken_back(timezone.now()) == 0
    assert work.failed(again=False) == 1
    assert "send_mail" in capsys.readouterr().out
    monkeypatch.undo()
    assert work.failed(again=True) == 0
    assert work.jobs_done(timezone.now(), lambda: True) == 1
    assert work.failed(again=False) == 0
