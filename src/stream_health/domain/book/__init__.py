"""The whole book on a day: sums of every partition number, and what they say of each segment.

Sums are integers, so that they are the same in whatever order they are added.
"""
