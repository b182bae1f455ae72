"""The WSGI application that a server such as granian runs."""

import gc
import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver


def loaded() -> WSGIHandler:
    """The application with everything it imports, which the garbage collector then leaves alone.

    What is loaded stays for as long as the process lives; looking through it again and again would hold up
    requests for nothing.
    """
    handler = get_wsgi_application()
    resolver = get_resolver()
    resolver.check()  # imports every address
    for status in (400, 404, 500):
        resolver.resolve_error_handler(status)
    gc.collect()
    gc.freeze()
    return handler


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
application = loaded()
