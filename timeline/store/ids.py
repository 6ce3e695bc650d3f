"""Ids of what is stored: opaque, safe in addresses and on command lines, never given twice."""

import secrets

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing to confuse, no words
_LENGTH = 16


def new_id() -> str:
    """A fresh id of 80 random bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
