"""The score: points per bin of each feature, and what points mean."""
