"""Ayni: an integrated social protection information system."""
