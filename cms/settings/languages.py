"""The languages a newsroom publishes in, and those the admin speaks."""

LANGUAGE_CODE = "ar"
FORMAT_MODULE_PATH = ["cms.formats"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [
    ("ar", "العربية"),
    ("en", "English"),
    ("fr", "Français"),
    ("tr", "Türkçe"),
]
