"""How good the scores are: on real input with labels, and on a book whose truth is known."""
