"""The `--article` half of `countermove rules coverage`: reads what ships, tells the account, names the gaps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from countermove.audit.article_coverage import Coverage
    from countermove.rulebook.case import Case
    from countermove.rulebook.rulebook import Rulebook


def shipped_coverage(rulebook: Rulebook, cases: Mapping[str, Sequence[Case]], folders: Sequence[str] = ()) -> Coverage:
    """The article held against the facts that ship and the rules."""
    from countermove import resources
    from countermove.audit.article_coverage import article_coverage
    from countermove.audit.article_map import read_article_map
    from countermove.reading.background import with_countries
    from countermove.reading.facts_source import read_facts

    facts = with_countries(read_facts(resources.folder("examples")))
    return article_coverage(read_article_map(folders), rulebook, cases, facts.facts)


def tell(
    rulebook: Rulebook, cases: Mapping[str, Sequence[Case]], folders: Sequence[str], output: str | None, as_json: bool
) -> int:
    """Print or write the account. Returns the exit status: 1 where something is missing."""
    from countermove.audit.article_page import article_page
    from countermove.memo.writing import write_whole

    coverage = shipped_coverage(rulebook, cases, folders)
    if as_json:
        click.echo(json.dumps(_as_data(coverage), indent=2, ensure_ascii=False))
    elif output:
        write_whole(output, article_page(coverage, rulebook))
        click.echo(f"{output}: {len(coverage.paragraphs)} paragraphs, {len(coverage.systems)} systems", err=True)
    else:
        click.echo(article_page(coverage, rulebook), nl=False)
    for gap in coverage.gaps:
        click.echo(gap, err=True)
    return 1 if coverage.gaps else 0


def _as_data(coverage: Coverage) -> dict[str, object]:
    return {
        "days": [day.isoformat() for day in coverage.days],
        "paragraphs": [
            {
                "n": carried.paragraph.n, "gist": carried.paragraph.gist, "claims": carried.paragraph.claims,
                "left_out": carried.paragraph.left_out or "", "facts": [fact.id for fact in carried.facts],
                "rules": [rule.id for rule in carried.rules], "drawing_on_it": [rule.id for rule in carried.drawing],
            }
            for carried in coverage.paragraphs
        ],
        "systems": [
            {
                "id": watched.system.id, "name": watched.system.name, "facts": [fact.id for fact in watched.facts],
                "rules": {rule: [day.isoformat() for day in days] for rule, days in watched.fired.items()},
                "recommending": [rule.id for rule in watched.recommending],
            }
            for watched in coverage.systems
        ],
        "gaps": list(coverage.gaps),
    }  # fmt: skip
