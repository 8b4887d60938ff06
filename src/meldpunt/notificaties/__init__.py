"""Telling the systems of partners that something is there for them: subscriptions, messages, their delivery."""
