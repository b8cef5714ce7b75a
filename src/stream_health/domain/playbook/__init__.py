"""What to do next, who does it and until when."""
