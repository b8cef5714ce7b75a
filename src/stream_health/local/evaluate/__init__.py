"""``stream-health evaluate``: how good recorded scores were, as one report."""
