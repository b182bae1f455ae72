"""Where editors' uploads lie: private files, with names that any file system takes."""

from pathlib import PurePath

from django.core.files.storage import FileSystemStorage

# File systems count bytes and allow 255; where a name is taken a suffix is added. An Arabic letter is two.
LONGEST_NAME = 150


class PrivateStorage(FileSystemStorage):
    """Private files on disk."""

    def get_valid_name(self, name: str) -> str:
        """`name` as it may be stored: without odd characters, cut off where it is too long."""
        valid = super().get_valid_name(name)
        suffix = PurePath(valid).suffix[:10]
        stem = valid.removesuffix(suffix).encode()[: LONGEST_NAME - len(suffix.encode())]
        return stem.decode(errors="ignore") + suffix
