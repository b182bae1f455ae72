"""Is one editor, as a process of its own that looks at once whether readers see what was done.

`python -m tests.long.desk NUMBER SEED ADDRESS`, in the environment of the newsroom that answers at ADDRESS.
Prints what an Editor tells; works until SIGTERM, and ends with 0 where nothing failed.
"""

import signal
import sys
import time
from uuid import UUID

import django
import requests

PACE = 0.1, 0.4  # seconds between two things done


def main(number: int, seed: int, address: str) -> None:
    """Work until told to stop."""
    django.setup()
    from tests.journeys.running import wait_for
    from tests.long.editors import ACTS, Editor

    def look(story: UUID, word: str) -> None:
        wait_for(lambda: seen(address, story) == word)

    editor = Editor(number, seed, sys.stdout.fileno(), look)
    signal.signal(signal.SIGTERM, lambda *_: setattr(editor, "stopping", True))
    while not editor.stopping:
        editor.random.choice(ACTS)(editor)
        time.sleep(editor.random.uniform(*PACE))


def seen(address: str, story: UUID) -> str:
    """The last word of the story's title as readers have it; "" where they have no such story."""
    answer = requests.get(f"{address}/api/v1/articles/{story}/", timeout=20)
    if answer.status_code == 404:
        return ""
    answer.raise_for_status()
    return str(answer.json()["data"]["title"]).split()[-1]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
