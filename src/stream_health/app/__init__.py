"""The worker: a Faust app with its agents, settings, metrics and health endpoints."""
