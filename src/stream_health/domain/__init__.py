"""The account and what can be said of it: no I/O, no clock, no randomness, no logging."""
