"""Reports that leave the house: every name of the customer becomes a pseudonym, the same one everywhere."""
