"""Programs of parties that use the interface: who they are, what they may, and how they prove it."""
