"""What wakes the tasks."""
