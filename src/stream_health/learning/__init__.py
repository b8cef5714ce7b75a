"""What outcomes teach the scorecard, through River: deterministic, no I/O.

Log-odds are of churn: higher is worse. Points are the other way round (100 is best).
"""
