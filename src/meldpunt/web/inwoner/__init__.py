"""The screens of residents: no account, no claims on them, and plain words in six languages."""
