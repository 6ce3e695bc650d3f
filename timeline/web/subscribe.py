"""Reminders by mail: subscribe, confirm, change, unsubscribe."""

from flask import Blueprint

blueprint = Blueprint("subscribe", __name__)
