"""Reading papers, by the worker, one at a time."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from affilia.bridges import ocr
from affilia.documents import operations, queries, reader
from affilia.documents.models import Document
from affilia.formats.days import day_of


@task()
def read_document(ref: str) -> None:
    """Read a paper and keep what was seen; a paper already read or replaced is left alone."""
    document = Document.objects.select_related("person").get(ref=ref)
    if document.state != "safe":
        return
    now = timezone.now()
    operations.begin_reading(document=document, at=now)
    read = reader.read(queries.pages_opened(document), day_of(now), ocr.ocr())
    operations.record_readings(document=document, read=read, by="worker", at=now)
