"""The pages that people read, and the forms that they fill in."""

from flask import Blueprint

blueprint = Blueprint("pages", __name__)
