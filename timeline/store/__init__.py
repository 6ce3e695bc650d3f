"""Core values in and out of a database; a row never leaves here."""
