"""Connections to other systems: how to reach each, how it stands, and the one way to ask it something."""
