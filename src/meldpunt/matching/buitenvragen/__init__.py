"""Questions about zaken to other systems, which wait for an answer."""
