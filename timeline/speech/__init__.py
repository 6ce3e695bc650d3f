"""Sentences and dates in a person's language, for pages and mails alike."""
