"""Migrations of the tables of publication."""
