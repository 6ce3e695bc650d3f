"""The verbs of the service; they own the transactions."""
