"""How good a score is: pure figures over rows of (account, time, risk, what became of it).

Conventions of every file here: ``risk`` is higher for worse, whatever its scale, ``label`` is 1
where the account churned within the horizon, else 0; ``weight`` counts each row that often (1 when
not given) and is how a bootstrap resamples accounts. A figure without anything to go by is NaN.
"""
