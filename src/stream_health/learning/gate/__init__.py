"""May this version take over? Judged on matured examples that it has not learned from."""
