"""Resources of signaalpartners: what they deliver, what became of it, what they say and answer."""
