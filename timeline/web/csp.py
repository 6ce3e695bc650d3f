"""What a page may load, and who may put it into a frame (Content Security Policy)."""

import secrets

from flask import g


def nonce() -> str:
    """The word of this request that lets the page's own style block stand."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def policy(*, framed: bool = False) -> str:
    """The policy of a page: all from this host; `framed` pages may stand in other sites' pages."""
    ancestors = "*" if framed else "'none'"
    return (
        f"default-src 'self'; style-src 'self' 'nonce-{nonce()}'; img-src 'self' data:; "
        f"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
    )
