"""How well messages are read: per kind, on messages the rules have never met; see ``README.md``."""
