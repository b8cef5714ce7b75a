"""A simulated book of accounts whose truth is known: who leaves, when, and why.

For demo and tests of lead time and explanations; never a proof of predictive quality.
"""
