"""Journeys through the running site: a package, so that its site lives as long as they do."""
