"""What comes in: one file per topic, each with the shape of a value and how it becomes an event.

Unknown fields are ignored, so that a producer may add some before this side knows them.
"""
