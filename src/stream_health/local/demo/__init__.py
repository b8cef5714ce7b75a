"""The demo: a real Kafka, two workers and a simulated book, told faster than real time.

`stage` makes the book, `pace` says when to send, `crew` runs the workers, `audience` reads what
they say, `tally` keeps count and checks it, `words`, `screen` and `summary` show it, and `show`
brings them together.
"""
