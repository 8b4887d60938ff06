"""Settings: `standaard` holds what never differs; `demo`, `productie` and `test` say what does."""
