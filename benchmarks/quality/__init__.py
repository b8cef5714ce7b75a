"""How good the scores are: on real input with labels, and on a book whose truth is known."""

import stream_health as stream_health  # before NumPy: it says on how many threads
