"""Records out of an XML file, one after the other: the elements of one name below the root, each as nested texts.

Nothing but the record being read is held. A document type, and with it every entity, is refused; so is nesting beyond what any list
has. Of a text longer than any list has, the rest is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from countermove.errors import Fault
from countermove.reading.outcome import FileFault, SourceFile, printable

_BITE = 65536
_DEEPEST = 24
_LONGEST_TEXT = 20_000
_MOST_ELEMENTS = 50_000
_MOST_TEXT = 4_000_000
_LONGEST_TOKEN = 4 * 2**20


@dataclass(slots=True)
class XmlRecord:
    """One record: the line on which it begins, its place among its like, and its content.

    An element with elements in it is a mapping from their names to lists, one without is its text.
    """

    line: int
    number: int
    data: dict[str, list[Any]]


@dataclass(slots=True)
class _Element:
    name: str
    inner: dict[str, list[Any]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    length: int = 0


class _TooMuch(Exception):
    pass


class _Handler(ContentHandler):
    def __init__(self, wanted: str, beside: tuple[str, ...]) -> None:
        super().__init__()
        self.parser: DefusedExpatParser | None = None
        self.found: list[XmlRecord] = []
        self.beside: dict[str, str] = {}
        self.root = ""
        self._wanted, self._names = wanted, beside
        self.met = 0
        self._depth = self._number = self._elements = self._line = self._length = 0
        self._stack: list[_Element] = []
        self._text: _Element | None = None

    def startElement(self, name: str, attrs: Any) -> None:
        local = name.rpartition(":")[2]
        self.met += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooMuch(f"its elements stand more than {_DEEPEST} deep in one another")
        if self._depth == 1:
            self.root = local
        if self._stack:
            self._elements += 1
            if self._elements > _MOST_ELEMENTS:
                raise _TooMuch(f"one record holds more than {_MOST_ELEMENTS} elements")
            self._stack.append(_Element(local))
        elif local == self._wanted:
            self._elements, self._length, self._number = 0, 0, self._number + 1
            self._line = self.parser.getLineNumber() if self.parser else 0
            self._stack.append(_Element(local))
        elif local in self._names and local not in self.beside:
            self._text = _Element(local)

    def endElement(self, name: str) -> None:
        self.met += 1
        self._depth -= 1
        if self._text is not None and name.rpartition(":")[2] == self._text.name:
            self.beside[self._text.name] = "".join(self._text.texts).strip()
            self._text = None
        if not self._stack:
            return
        done = self._stack.pop()
        if self._stack:
            content: Any = done.inner or " ".join("".join(done.texts).split())
            self._stack[-1].inner.setdefault(done.name, []).append(content)
        else:
            self.found.append(XmlRecord(self._line, self._number, done.inner))

    def characters(self, content: str) -> None:
        self.met += 1
        self._length += min(len(content), _LONGEST_TEXT)
        if self._stack and self._length > _MOST_TEXT:
            raise _TooMuch(f"one record holds more than {_MOST_TEXT} characters")
        element = self._stack[-1] if self._stack else self._text
        if element is not None and element.length < _LONGEST_TEXT:
            element.texts.append(content[: _LONGEST_TEXT - element.length])
            element.length += len(content)


class XmlRecords:
    """The records of a file by the name of their element. `beside` holds the first texts of other elements, as they are met."""

    def __init__(self, source: SourceFile, wanted: str, beside: tuple[str, ...] = ()) -> None:
        self._source = source
        self._handler = _Handler(wanted, beside)

    @property
    def beside(self) -> dict[str, str]:
        """The texts of the elements asked for beside the records, so far."""
        return self._handler.beside

    def __iter__(self) -> Iterator[XmlRecord | FileFault]:
        parser = DefusedExpatParser(forbid_dtd=True)
        parser.setContentHandler(self._handler)
        self._handler.parser = parser
        hint = "no record after this place was read: get the file again, or mend it"
        try:
            with self._source.path.open("rb") as stream:
                silent, met = 0, 0
                while bite := stream.read(_BITE):
                    parser.feed(bite)
                    yield from self._taken()
                    silent, met = silent + len(bite) if met == self._handler.met else 0, self._handler.met
                    if silent > _LONGEST_TOKEN:
                        raise _TooMuch(f"one tag or comment is longer than {_LONGEST_TOKEN // 2**20} MB")
                parser.close()
                yield from self._taken()
        except SAXParseException as error:
            yield from self._taken()
            reason = f"this is not well-formed XML: {printable(str(error.getMessage()))}"
            yield FileFault(Fault("CM318", reason, self._source.at(error.getLineNumber() or 0), hint))
        except DefusedXmlException:
            reason = "the file declares a document type or entities, which no list needs and which can be made to fill memory"
            yield FileFault(Fault("CM318", reason, self._source.at(), "take the DOCTYPE out"))
        except _TooMuch as error:
            yield from self._taken()
            yield FileFault(Fault("CM318", f"the file is no list: {error}", self._source.at(), hint))
        except (SAXException, ValueError, LookupError) as error:
            reason = f"this is not well-formed XML: {printable(str(error))}"
            yield FileFault(Fault("CM318", reason, self._source.at(), hint))

    def _taken(self) -> Iterator[XmlRecord]:
        taken, self._handler.found = self._handler.found, []
        yield from taken
