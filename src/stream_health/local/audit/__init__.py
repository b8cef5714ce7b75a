"""``stream-health audit``: how good the score a company uses today is, and what its data hold."""
