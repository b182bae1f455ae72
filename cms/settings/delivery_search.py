"""The process that searches: as the one for reading, but for its addresses and the engine they wait for."""

from cms.settings.delivery import *

ROOT_URLCONF = "cms.search_urls"
SEARCH = search_settings(VAR_DIR)
