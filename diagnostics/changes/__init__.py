"""Who changed what on the way from the caller to the key: changes as data, and how much each explains. Pure."""
