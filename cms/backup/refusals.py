"""Why a backup or restore is not done: said to whoever asked, before anything is touched."""


class Refused(Exception):
    """The sentence says what is wrong and what to do."""
