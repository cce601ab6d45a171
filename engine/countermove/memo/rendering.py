"""Lays out a briefing as Markdown, HTML, JSON or STIX. The same briefing gives the same bytes.

The templates run in Jinja's sandbox, with a handful of filters and functions of ours and nothing else to call. Escaping is what
happens to every value; only markup that we made ourselves, marked as such, passes as it is. A value that is not there is an error.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from countermove import resources
from countermove.errors import UsageError
from countermove.facts.naming import and_joined
from countermove.memo.laid_item import courses
from countermove.memo.layout import lay_out
from countermove.memo.markdown_text import OwnMarkdown, escaped
from countermove.memo.phrases import first_sentence, sentence
from countermove.memo.plain_text import one_line, web_address

if TYPE_CHECKING:
    from jinja2 import Environment

    from countermove.memo.briefing import Briefing

_TEMPLATES = {"markdown": "memo.md.jinja", "html": "memo.html.jinja"}
FORMATS = (*_TEMPLATES, "json", "stix")


def render(briefing: Briefing, format: str) -> str:
    """The memo as text. Raises UsageError for a format that does not exist."""
    if format == "json":
        return briefing.model_dump_json(indent=2) + "\n"
    if format == "stix":
        from countermove.memo.stix import stix_bundle

        return stix_bundle(briefing)
    if format not in _TEMPLATES:
        raise UsageError(f"there is no format '{format}'", hint=f"one of {', '.join(FORMATS)}")
    return environment(format).get_template(_TEMPLATES[format]).render(memo=briefing, page=lay_out(briefing))


@cache
def environment(format: str) -> Environment:
    """The sandbox in which the templates of a format run."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.runtime import Macro
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    functions = {"courses": courses, **(_for_html() if format == "html" else _for_markdown())}

    class Sandbox(ImmutableSandboxedEnvironment):
        """A template may call its own macros and our functions: no method of any object that it is shown."""

        def is_safe_callable(self, obj: Any) -> bool:
            return isinstance(obj, Macro) or any(obj is function for function in functions.values())

    made = Sandbox(
        loader=FileSystemLoader(resources.folder("templates")), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, autoescape=format == "html", finalize=_html_value if format == "html" else _markdown_value,
    )  # fmt: skip
    made.filters = {
        "first_sentence": first_sentence,
        "sentence": sentence,
        "fixed": _fixed,
        "short": _short,
        "listed": _listed,
        "length": len,
    }
    made.globals.clear()
    made.globals.update(functions)
    if format == "html":
        made.globals.update(_style(made))
    return made


def _fixed(number: float) -> str:
    """Two decimals."""
    return f"{number:.2f}"


def _short(number: float) -> str:
    """As many decimals as the number has, four at most; thousands separated."""
    return f"{number:,.0f}" if number == int(number) else f"{number:.4f}".rstrip("0")


def _listed(values: Sequence[object]) -> str:
    """`1, 2 and 3`."""
    return and_joined([str(value) for value in values])


def _shown(value: object) -> str:
    if value is None or callable(value):
        raise TypeError(f"a template shows {value!r}, which is no text: it has to ask first whether there is something")
    return str(value)


def _markdown_value(value: object) -> str:
    return value if isinstance(value, OwnMarkdown) else escaped(_shown(value))


def _html_value(value: object) -> str:
    return value if isinstance(value, str) and hasattr(value, "__html__") else one_line(_shown(value))


def spans(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as spans: 1, 2, 3 and 7 are (1, 3) and (7, 7). Two in a row stay apart."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return [
        part
        for first, last in found
        for part in (((first, first), (last, last)) if last == first + 1 else ((first, last),))
    ]


def _for_markdown() -> Mapping[str, Callable[..., str]]:
    def cited(numbers: Sequence[int]) -> OwnMarkdown:
        """` [1, 3–5]`, or nothing. Whole numbers alone: nothing to escape."""
        shown = ", ".join(f"{a:d}" if a == b else f"{a:d}–{b:d}" for a, b in spans(numbers))
        return OwnMarkdown(f" [{shown}]" if shown else "")

    def nested(depth: int) -> OwnMarkdown:
        """The indent of a list item."""
        return OwnMarkdown("  " * depth)

    return {"cited": cited, "nested": nested}


def _for_html() -> Mapping[str, Callable[..., str]]:
    from markupsafe import Markup

    def cited(numbers: Sequence[int]) -> Markup:
        """The numbers as links to the list of sources."""
        link = Markup('<a href="#source-{0}">{0}</a>')
        parts = [link.format(a) if a == b else link.format(a) + "–" + link.format(b) for a, b in spans(numbers)]
        return Markup('&nbsp;<span class="cited">[{}]</span>').format(Markup(", ").join(parts)) if parts else Markup()

    def linked(url: str) -> str:
        """The address as a link where it may be one, else as text."""
        address = web_address(url)
        return Markup('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(address) if address else url

    return {"cited": cited, "linked": linked}


def _style(environment: Environment) -> Mapping[str, str]:
    """The style sheet, and its digest for the content security policy, by which the page takes no other style and no script."""
    from markupsafe import Markup

    assert environment.loader is not None  # noqa: S101 - given above
    style = environment.loader.get_source(environment, "html/memo.css")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {"style": Markup(style), "style_digest": digest}  # noqa: S704 - our own file
