"""What the tests of publication share."""

from tests.news.record.on_disk import on_disk

__all__ = ["on_disk"]
