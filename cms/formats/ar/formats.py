"""Dates as Arabic newspapers write them; of a moment Django has no Arabic form, and writes the English."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، g:i A"
SHORT_DATETIME_FORMAT = "d\u200f/m\u200f/Y g:i A"
