"""The interface for programs: the same acts as the screens, as HTTP resources."""
