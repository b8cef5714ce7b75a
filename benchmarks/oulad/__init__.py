"""Real input: enrolments of a distance university, read as accounts (``README.md``)."""
