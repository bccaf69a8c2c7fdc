"""The guide for people: guide.md, as HTML."""

from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from slugify import slugify

TEXT = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")


class Guide(NamedTuple):
    """The HTML of a text in Markdown, and its sections as (id, title), in order."""

    html: str
    sections: list[tuple[str, str]]


def render_guide(text: Any) -> Any:
    """The Guide that a text in Markdown makes: each heading has an id that a link can lead to."""
    markdown = MarkdownIt()
    tokens, sections = markdown.parse(text), []
    for opening, title in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", slugify(title.content))
            sections.append((slugify(title.content), title.content))
    return Guide(markdown.renderer.render(tokens, markdown.options, {}), sections)
