"""Certification of Power Platform connector packages."""

__version__ = "0.1.0"
