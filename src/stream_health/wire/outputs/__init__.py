"""What goes out: one file per topic, each with the shape of a value and both ways across."""
