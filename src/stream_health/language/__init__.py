"""Text to signals: local, offline and pure. A message goes in, dated observations come out.

Nothing of a text leaves this room but a short span of evidence, and that can be switched off.
Confidence is a probability, 0 to 1, of the observation being right; sentiment runs from -1
(bad) to 1 (good).
"""
