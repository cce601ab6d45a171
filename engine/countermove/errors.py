"""Every error of the package, in one tree.

    CountermoveError                 has a stable code, and says where, what is wrong and what to do
    ├── UsageError                   the request itself cannot be met (unknown rule, unknown engine, bad option)
    │   └── InputMissing             nothing of what was named can be read; carries every fault found
    ├── RulebookError                rule files do not hold up; carries every fault found, not only the first
    ├── InputRejected                facts were quarantined although the caller asked for strictness
    ├── EngineError                  an inference engine failed or met one of its limits
    └── OutputError                  a product could not be written

A `Fault` is one thing wrong at one place. It is a value, so that a reader can collect faults and go on with the good rest.
Codes: `CM1xx` rule files, `CM2xx` facts, `CM3xx` reading, `CM4xx` inference, `CM5xx` output, `CM9xx` usage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from countermove.location import Location


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one place.

    `code` is stable, `message` says what is wrong, `hint` what to do, `excerpt` is the offending line where there is one.
    """

    code: str
    message: str
    location: Location | None = None
    hint: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        where = f"{self.location}: " if self.location else ""
        text = f"{where}{self.message} [{self.code}]"
        if self.excerpt:
            column = self.location.column if self.location else 0
            indent = len(self.excerpt) - len(self.excerpt.lstrip())
            shown = self.excerpt.strip()
            text += f"\n    {shown}"
            if column > indent:
                text += f"\n    {' ' * min(column - 1 - indent, len(shown))}^"
        if self.hint:
            text += f"\n    {self.hint}"
        return text


class CountermoveError(Exception):
    """Base of all errors raised on purpose. `exit_status` is what the command line ends with."""

    code = "CM000"
    exit_status = 2

    def __init__(self, message: str, *, hint: str = "", location: Location | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.location = location

    def __str__(self) -> str:
        return str(Fault(self.code, self.message, self.location, self.hint))


class UsageError(CountermoveError):
    """The request itself cannot be met."""

    code = "CM900"


class InputMissing(UsageError):
    """Nothing of what was named as input can be read. `faults` says why, path by path."""

    code = "CM301"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("nothing of what was named can be read")

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class RulebookError(CountermoveError):
    """Rule files do not hold up. `faults` lists everything found in one run."""

    code = "CM100"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        super().__init__(f"the rulebook has {count} fault{'s' if count != 1 else ''}")

    def __str__(self) -> str:
        return "\n".join([*(str(fault) for fault in self.faults), f"{self.message} [{self.code}]"])


class InputRejected(CountermoveError):
    """Some input was quarantined and the caller asked for all or nothing. `faults` lists what."""

    code = "CM300"
    exit_status = 3

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        super().__init__(f"{count} record{'s were' if count != 1 else ' was'} rejected, and --strict asks for none")

    def __str__(self) -> str:
        return "\n".join([*(str(fault) for fault in self.faults), f"{self.message} [{self.code}]"])


class EngineError(CountermoveError):
    """An inference engine failed or met one of its limits."""

    code = "CM400"


class OutputError(CountermoveError):
    """A product could not be written."""

    code = "CM500"
