"""Translation: files that are exchanged with translators, and the machine that drafts."""

from environs import Env, validate

env = Env()
ABOVE_ZERO = validate.Range(min=1)

XLIFF_MEGABYTES = env.int("XLIFF_MEGABYTES", 10, validate=ABOVE_ZERO)  # the largest file that is taken in

# The class that translates by machine, by its dotted name, and what it is made with; without one, none does.
MACHINE_TRANSLATOR = env.str("MACHINE_TRANSLATOR", "")
MACHINE_TRANSLATION_URL = env.str("MACHINE_TRANSLATION_URL", "")
MACHINE_TRANSLATION_KEY = env.str("MACHINE_TRANSLATION_KEY", "")
# How many letters may be sent to it in a day; 0 sets no limit.
MACHINE_TRANSLATION_LETTERS = env.int("MACHINE_TRANSLATION_LETTERS", 0, validate=validate.Range(min=0))
