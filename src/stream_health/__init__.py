"""Real-time, explained, exactly-once health scores of customer accounts.

The rooms, in the order in which they may import each other (``tests/architecture`` checks it):
``domain``, ``learning``, ``language``, ``wire``, ``runtime``, ``app``, ``desk``, ``local`` and
``cli``.
"""

__version__ = "0.1.0"
