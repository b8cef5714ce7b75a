"""The engine of one partition number: events in time order in, effects and changed state out.

``engine.py`` drives; ``boundaries.py`` says what is due when; ``story.py`` is what an account's
past evaluations leave behind; ``evaluation.py`` books why points moved; ``publication.py`` says it.
"""
