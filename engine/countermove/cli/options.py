"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day of the calendar, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:  # Python reads 20261101 and 2026-W45-7 too
            self.fail(f"'{value}' is not a day: write YYYY-MM-DD, for instance 2026-11-01", param, ctx)
        return day


def rules_option(function: F) -> F:
    """`--rules DIR`, repeatable: use these rules instead of the shipped ones."""
    return click.option(
        "--rules",
        "rule_folders",
        multiple=True,
        metavar="DIR",
        help="Folder of rules to use instead of the shipped ones; repeatable.",
    )(function)


def json_option(function: F) -> F:
    """`--json`: print JSON instead of a table."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def as_of_option(function: F) -> F:
    """`--as-of DATE`: the day for which the question is asked."""
    return click.option(
        "--as-of",
        type=Day(),
        metavar="DATE",
        help="Day of the memo, YYYY-MM-DD; else the latest day on which a fact was reported.",
    )(function)


def audience_option(function: F) -> F:
    """`--audience`: whose instruments and interests count."""
    return click.option(
        "--audience",
        type=click.Choice(["eu", "uk", "us", "nato"]),
        default="eu",
        show_default=True,
        help="For whom the memo is written.",
    )(function)


def engine_option(function: F) -> F:
    """`--engine`: which implementation finds the matches. All give the same."""
    return click.option(
        "--engine",
        type=click.Choice(["auto", "reference", "durable", "network", "duckdb", "spark"]),
        default="auto",
        show_default=True,
        help="Inference engine; all give the same. auto picks by the size of the input.",
    )(function)
