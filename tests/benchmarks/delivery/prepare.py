"""Makes tables, stories and the delivery role in the database of the settings; prints the ids."""

import sys

import django
from django.core.management import call_command

django.setup()

# The settings must stand before anything that reads them is imported.
from tests.benchmarks.delivery.filling import fill  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    ids = fill(int(sys.argv[1]))
    call_command("delivery_role", stdout=sys.stderr)
    sys.stdout.write("\n".join(map(str, ids)))
