"""Tests of the service; a package, so that its conftest.py hides no other."""
