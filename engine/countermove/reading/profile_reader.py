"""Profiles from their files: the shipped ones, and a user's own that stand beside the data. Faults say where they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from countermove.errors import Fault
from countermove.facts.evidence import Evidence
from countermove.facts.registry import KINDS
from countermove.location import Location
from countermove.reading.profile import PLACE, Profile, Template, Value, columns_of, parts_of
from countermove.reading.yaml_source import YamlSource, suggestion

SHIPPED = Path(__file__).parent / "profiles"
SUFFIX = ".profile.yaml"

_At = tuple[str | int, ...]


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles that come with the package."""
    found = []
    for path in sorted(SHIPPED.glob("*.yaml")):
        profile, faults = read_profile(path, f"profiles/{path.name}")
        if profile is None:
            raise RuntimeError("\n".join(map(str, faults)))
        found.append(profile)
    return tuple(found)


def own_profiles(folder: Path, shown: str) -> tuple[tuple[Profile, ...], tuple[Fault, ...]]:
    """The profiles that stand in a folder beside the data, and what is wrong with them."""
    profiles: list[Profile] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if path.is_file():
            profile, found = read_profile(path, str(Path(shown) / path.name))
            faults.extend(found)
            if profile:
                profiles.append(profile)
    return tuple(profiles), tuple(faults)


def read_profile(path: Path, shown: str) -> tuple[Profile | None, tuple[Fault, ...]]:
    """One profile, or None with every fault of it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return None, (Fault("CM330", f"the profile cannot be read: {error}", Location(shown), "save it as UTF-8 text"),)
    source = YamlSource(shown, text)
    if source.faults:
        return None, tuple(source.faults)
    profile = source.validate(Profile, source.data)
    if profile:
        _check(profile, source)
    return (None if source.faults else profile), tuple(source.faults)


def _check(profile: Profile, source: YamlSource) -> None:
    """What the model cannot see: that kinds, fields, columns and names exist."""
    columns = [*profile.recognise, *profile.optional]
    named: list[str] = []
    for name, value in profile.values.items():
        _check_value(value, ("values", name), source, columns, named)
        named.append(name)
    for key, value in profile.evidence.items():
        _check_key(key, ("evidence", key), source, list(Evidence.model_fields), "evidence")
        _check_value(value, ("evidence", key), source, columns, named)
    if "source" not in profile.evidence:
        source.fault("CM331", "'source' is missing: who says so?", ("evidence",), "add 'source: {constant: …}'")
    for place, rule in enumerate(profile.set_aside):
        _check_columns(rule.when, ("set_aside", place, "when"), source, columns)
    for place, template in enumerate(profile.facts):
        _check_template(template, ("facts", place), source, columns, named)


def _check_template(template: Template, at: _At, source: YamlSource, columns: list[str], named: list[str]) -> None:
    model = KINDS.get(template.kind)
    if model is None or model.derived:
        known = [kind for kind, found in KINDS.items() if not found.derived]
        source.fault(
            "CM331",
            f"'{template.kind}' is not a kind of fact that can be given",
            (*at, "kind"),
            suggestion(template.kind, known),
        )
        return
    _check_columns(template.when, (*at, "when"), source, columns)
    if template.each:
        _check_value(template.each, (*at, "each"), source, columns, named)
    for name, value in template.fields.items():
        known = [field for field in model.model_fields if field not in ("kind", "evidence", "alternatives")]
        _check_key(name, (*at, "fields", name), source, known, template.kind)
        _check_value(value, (*at, "fields", name), source, columns, named)
    for block in ("evidence", "evidence_instead"):
        for key, value in getattr(template, block).items():
            _check_key(key, (*at, block, key), source, list(Evidence.model_fields), "evidence")
            _check_value(value, (*at, block, key), source, columns, named)
    missing = [n for n, info in model.model_fields.items() if info.is_required() and n not in template.fields]
    missing += ["id"] if not model.key and "id" not in template.fields else []
    for name in missing:
        source.fault(
            "CM331", f"a {template.kind} needs the field '{name}'", (*at, "fields"), f"add '{name}:' to the fields"
        )


def _check_key(key: str, at: _At, source: YamlSource, known: list[str], of: str) -> None:
    if key not in known:
        hint = suggestion(key, known) or f"fields: {', '.join(known)}"
        source.fault("CM331", f"'{key}' is not a field of {of}", at, hint, at_key=True)


def _check_columns(names: Iterable[str], at: _At, source: YamlSource, columns: list[str]) -> None:
    for name in names:
        if name not in columns:
            hint = suggestion(name, columns) or "name the column under 'recognise' or 'optional'"
            source.fault("CM331", f"'{name}' is not a column of this format", at, hint)


def _check_value(value: Value, at: _At, source: YamlSource, columns: list[str], named: list[str]) -> None:
    for path, part in parts_of(value):
        _check_columns(columns_of(part), (*at, *path), source, columns)
        _check_columns(part.when, (*at, *path, "when"), source, columns)
        places = PLACE.findall(part.template or "")
        _check_columns([place for place in places if place not in named], (*at, *path, "template"), source, columns)
        if part.element and at[0] == "values":
            source.fault(
                "CM331",
                "a named value is read once a row and cannot use 'element'",
                (*at, *path),
                "write it where it is used",
            )
        if part.use is not None and part.use not in named:
            hint = suggestion(part.use, named) or "a value must be named under 'values', above its use"
            source.fault("CM331", f"'{part.use}' is not a named value of this profile", (*at, *path, "use"), hint)
