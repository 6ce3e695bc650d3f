"""The outside world as drafts of articles."""
