"""Tells people when something changed, and a watchdog that the program still runs."""
