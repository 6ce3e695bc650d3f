"""Whether the service is alive and ready."""

from flask import Blueprint

blueprint = Blueprint("health", __name__)
