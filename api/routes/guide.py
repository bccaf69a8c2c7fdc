"""The guide, for people."""

from typing import Any

from flask import Blueprint, render_template

from api.docs.guide import TEXT, render_guide
from api.http.version import VERSION

guide = Blueprint("guide", __name__)
GUIDE = render_guide(TEXT)


@guide.get("/guide")
def show() -> Any:
    """How to ask, and what answers mean. It needs no store."""
    return render_template("guide.html", version=VERSION, guide=GUIDE), {"Cache-Control": "no-cache"}
