"""Timeline reads articles and keeps the calendar of the events that they tell, with evidence."""
