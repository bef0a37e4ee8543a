"""The web server's way in."""

import os

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "affilia.config.defaults")
application = get_wsgi_application()
# no declaration, no start; no half-configured production either, whatever server loads this
BaseCommand().check(databases=["default"])
