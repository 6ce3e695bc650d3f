"""From text to events: pure functions; the only home of spaCy and dateparser."""
