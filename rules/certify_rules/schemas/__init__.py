"""Schemas: what responses and bodies consist of."""
