"""The account's sub-states: one commutative fold per source of events.

A sub-state reads its own topic only, and the order in which its events arrive within the retention
leaves no trace. `Account` gathers them; a source never heard of is ``None``.
"""
