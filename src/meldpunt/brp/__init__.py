"""Asking the registry of persons, and deciding where it gives nobody or several."""
