"""The newsroom's own pages in the admin."""
