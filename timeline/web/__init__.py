"""The Flask application: blueprints over the store, no SQL and no rules of its own."""

from timeline.web.application import create_app

__all__ = ["create_app"]
