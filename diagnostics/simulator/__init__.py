"""An HTTPS world for demonstrations, rehearsals and tests; imports no adapter and no check."""
