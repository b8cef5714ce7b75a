"""What outcomes teach the scorecard, through River: seeded, no I/O."""
