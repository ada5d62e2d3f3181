"""Read a request that somebody pasted: cURL command, HAR or JSON payload; pure, offline, every character keeps its place."""
