"""``stream-health review``: a validation sprint over the accounts two scores disagree about."""
