"""The delivery application, which also tells which modules it has loaded."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from cms.wsgi import application as delivery

LOADED = "/loaded-modules"


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as delivery does, and at LOADED with the names of modules."""
    if environ["PATH_INFO"] != LOADED:
        return delivery(environ, start_response)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(sorted(sys.modules)).encode()]
