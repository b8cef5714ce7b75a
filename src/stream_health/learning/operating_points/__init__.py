"""Thresholds of churn risk per value tier, chosen on matured predictions."""
