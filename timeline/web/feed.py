"""Calendar feeds and the other downloads of what a filter shows."""

from flask import Blueprint

blueprint = Blueprint("feed", __name__)
