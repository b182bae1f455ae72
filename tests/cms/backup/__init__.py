"""Tests of backup and restore: whole newsrooms, in processes, databases and directories of their own."""
