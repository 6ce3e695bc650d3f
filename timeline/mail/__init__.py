"""Reminders as mails, and the ways that mails leave by."""
