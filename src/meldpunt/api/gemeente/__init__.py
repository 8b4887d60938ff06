"""Resources of municipalities and their uitvoerders: zaken, what was tried, how they ended, and counts."""
