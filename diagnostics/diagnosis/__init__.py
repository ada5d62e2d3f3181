"""From findings to ranked causes; pure."""
