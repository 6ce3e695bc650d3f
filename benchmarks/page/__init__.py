"""How the timeline page draws and moves, beside vis-timeline with the same events."""
