"""The full job on a real Kafka: its pace, its latency, its cost (``README.md``)."""
