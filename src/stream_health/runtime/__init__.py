"""Exactly-once batches for Faust agents on Kafka. Knows nothing of health."""
