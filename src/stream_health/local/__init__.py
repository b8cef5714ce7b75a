"""What runs on one machine: embedded broker, simulated book, demo, replay."""
