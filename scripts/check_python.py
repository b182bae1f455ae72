"""Says clearly when the Python that is to make the virtual environment is too old."""

import sys

NEEDED = (3, 11)

if sys.version_info < NEEDED:
    found = ".".join(map(str, sys.version_info[:3]))
    sys.exit(f"Nashra needs Python 3.11 or newer; this is {found}. Try: make PYTHON=python3.12 run")
