"""What the parts of the system tell each other: one file per topic, both ways across."""
