"""Real-time, explained, exactly-once health scores of customer accounts.

The rooms, in the order in which they may import each other (``tests/architecture`` checks it):
``domain``, ``learning``, ``language``, ``wire``, ``runtime``, ``app``, ``desk``, ``local`` and
``cli``.
"""

import os

# Linear algebra on one thread, which NumPy's library reads once, when it is loaded. Sums that
# several threads share are added in another order on every machine: models would differ in the
# last digit. The matrices are small, too: threads would mostly wait for one another.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

__version__ = "0.1.0"
