"""What the commands that judge scores share: reading files of strangers, and showing figures."""
