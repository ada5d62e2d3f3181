"""A test call: what it may hold, whom it may reach, what its answer means; pure, and nothing here sends anything."""
