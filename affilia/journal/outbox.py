"""What an operation leaves to the worker: a job written in the operation's own transaction."""

from __future__ import annotations

from django.utils.module_loading import import_string


def leave(job: str, *args: str) -> None:
    """Leave a job ("documents.read_document") and the references it needs; jobs may run twice and must do once."""
    app, _, name = job.partition(".")
    import_string(f"affilia.{app}.jobs.{name}").enqueue(*args)
