"""How an account behaves against its own past: unusual use, and silence where there are no events.

Everything here is looked at once per account and day, at a boundary of partition time, over closed
days only. So nothing depends on how batches were cut, and no event costs more for it.
"""
