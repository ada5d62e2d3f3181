"""The only rooms that import `azure.*` or open a socket; `ports` says what they offer."""
