"""Adobe's own side: token, gateway, sandbox, campaign, and what Adobe knows of the customer's key."""
