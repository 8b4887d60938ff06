"""What a developer needs: the description (OpenAPI), a page with examples that run, and what changed per version."""
