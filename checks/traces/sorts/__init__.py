"""The sorts of changes that break something on the way to the key: one file a log, as that log calls them.

Each rule says which operations to look for, about which thing on the way, and what the change is called in the report.
"""
