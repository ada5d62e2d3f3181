"""What each cause leaves behind in logs of changes."""
