"""Why the demo could not go on."""


class DemoError(Exception):
    """One clear sentence for the person at the terminal, and where to look further."""
