"""Formats that need code: one file a format. A module here that defines FORMATS is found by itself (registry.py)."""
