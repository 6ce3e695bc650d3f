"""How dates are read, in plain words."""

from flask import Blueprint, render_template

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def show() -> str:
    """The page."""
    return render_template("about.html")
