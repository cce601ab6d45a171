"""`countermove why`: the explanation of one recommendation."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from countermove.cli.options import as_of_option, audience_option, engine_option, json_option, rules_option

if TYPE_CHECKING:
    from countermove.assessment.recommendation import Recommendation


@click.command()
@click.argument("recommendation")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--example", is_flag=True, help="Use the facts that ship with the program.")
@as_of_option
@audience_option
@rules_option
@engine_option
@json_option
def why(
    recommendation: str, paths: tuple[str, ...], example: bool, as_of: date | None, audience: str, rule_folders: tuple[str, ...],
    engine: str, as_json: bool,
) -> None:  # fmt: skip
    """Explain a recommendation, rule by rule and fact by fact.

    RECOMMENDATION is the id that stands in the memo (action:target), its rank, or its target. PATH is what the memo was made from.
    """
    from countermove.assessment.explanation import trace_lines
    from countermove.brief import weigh
    from countermove.cli.input import read_input
    from countermove.errors import UsageError
    from countermove.facts.naming import Names, plain
    from countermove.memo.phrases import plural
    from countermove.reading.rulebook_reader import load_rulebook
    from countermove.reading.yaml_source import suggestion

    rulebook = load_rulebook(rule_folders or None)
    with read_input(paths, engine=engine, example=example) as facts:
        _, inference, assessment = weigh(facts, rulebook, as_of=as_of, audience=audience, engine=engine)
    made, day = (*assessment.recommendations, *assessment.others), inference.as_of
    wanted = [r for r in made if r.id == recommendation or (r.rank and str(r.rank) == recommendation)]
    wanted = wanted or [r for r in made if recommendation in (r.target.id, r.target.name)]
    if not wanted:
        hint = (
            suggestion(recommendation, [r.id for r in made])
            or f"the memo has {len(made)} {plural(len(made), 'recommendation')}; the ids stand in its annex"
        )
        raise UsageError(f"there is no recommendation '{recommendation}' as of {day}", hint=hint)

    def reason(found: Recommendation) -> str | None:
        """Why the audience has no part in it; None where it has."""
        return {str(other): text for other, text in rulebook.actions[found.action].no_part.items()}.get(audience)

    names = Names(inference.base)
    explained = [(r, list(trace_lines(r, inference, rulebook, names))) for r in wanted]
    if as_json:
        import json

        shown = [
            {"id": r.id, "rank": r.rank or None, "rules": r.rules, "no_part": reason(r), "lines": lines}
            for r, lines in explained
        ]
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    for found, lines in explained:
        place = f"rank {found.rank:,} of {assessment.ranked:,}" if found.rank else f"not ranked for {audience.upper()}"
        click.echo(f"{plain(found.id)} ({place}, as of {day})")
        if why_not := reason(found):
            click.echo(f"  no part: {why_not}")
        for line in lines:
            click.echo(f"  {line}")
