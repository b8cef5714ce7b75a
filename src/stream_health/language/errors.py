"""What can be wrong with what this room is given. No error shows any of a message's text."""


class LanguageError(ValueError):
    """A setting or a file the extractor cannot work with; the message says what to do."""
