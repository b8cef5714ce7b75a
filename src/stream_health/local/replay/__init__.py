"""The same engine over recorded history, without Kafka: deterministic, byte for byte."""
