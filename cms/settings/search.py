"""Which engine answers searches, and where the embedded one keeps its indexes."""

from pathlib import Path
from typing import Any


def search_settings(var_dir: Path) -> dict[str, Any]:
    """The SEARCH setting: the engine by dotted path, and its options."""
    return {
        "ENGINE": "search.engines.embedded.EmbeddedEngine",
        "OPTIONS": {"directory": var_dir / "search"},
    }
