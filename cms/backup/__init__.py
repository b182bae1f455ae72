"""Backup and restore of a whole newsroom: database and files in one archive, the index made anew."""
