"""Puts a report on a ticket: the one room that writes to somebody else's server, and only to the ticket that was named.

Nothing of it is Azure or Adobe: the read-only promise of the rest is not touched, and nobody but `cli` imports it.
"""
