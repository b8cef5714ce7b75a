"""River models of other kinds, learning beside the champion. They score in shadow only."""
