"""The process that searches, with an engine that never answers."""

from cms.settings.delivery_search import *  # noqa: F403 - as every overlay of the settings does

SEARCH = {"ENGINE": "tests.journeys.stuck.StuckEngine", "OPTIONS": {}}
