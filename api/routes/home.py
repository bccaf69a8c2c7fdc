"""The landing page, for people."""

from flask import Blueprint

home = Blueprint("home", __name__)


@home.get("/")
def show():
    return "Annals"
