"""Dates as Arabic newspapers write them; of a moment Django has no Arabic form, and would write the English one."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، g:i A"
SHORT_DATETIME_FORMAT = "d‏/m‏/Y g:i A"
