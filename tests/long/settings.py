"""A newsroom whose errors look as they do in production, on one machine and without https."""

from cms.settings.development import *  # noqa: F403 - as every overlay of the settings does

DEBUG = False
