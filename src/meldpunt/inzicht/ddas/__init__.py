"""The export for the national statistics: Data Delen over Armoede en Schulden (DDAS), vroegsignalering."""
