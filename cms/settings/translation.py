"""Translation: files that are exchanged with translators, and the machine that drafts."""

from environs import Env, validate

env = Env()
ABOVE_ZERO = validate.Range(min=1)

XLIFF_MEGABYTES = env.int("XLIFF_MEGABYTES", 10, validate=ABOVE_ZERO)  # the largest file that is taken in
