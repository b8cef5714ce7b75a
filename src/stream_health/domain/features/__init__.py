"""Features: what is read from an account's sub-states, each declared once in the catalogue."""
