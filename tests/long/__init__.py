"""Tests that take more than some seconds, each with servers of its own."""
