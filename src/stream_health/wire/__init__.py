"""The border: bytes of every topic to the domain and back.

``catalogue`` lists the topics, ``inputs`` reads what comes in, ``outputs`` writes (and reads back)
what goes out and what the parts of the system tell each other, ``snapshot`` packs account state.
Times are RFC 3339 UTC outside and integer milliseconds inside; points are JSON numbers outside and
integer milli-points inside; money is always minor units with a currency.
"""
