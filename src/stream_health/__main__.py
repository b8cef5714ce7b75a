"""``python -m stream_health`` is ``stream-health``."""

from stream_health.cli import main

if __name__ == "__main__":
    main()
