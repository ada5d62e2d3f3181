"""What earlier runs saw: one row a run, one row for each time that a finding stood."""
