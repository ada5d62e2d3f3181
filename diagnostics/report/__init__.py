"""The report: one record, and one renderer a file."""
