"""The border: bytes to domain objects and back, topic catalogue, account snapshot format."""
