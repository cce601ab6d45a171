"""Which encoding a file has that may be older than UTF-8."""

from __future__ import annotations

import codecs
import re

from countermove.reading.outcome import SourceFile

_BITE = 2**20
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def text_encoding(source: SourceFile) -> str:
    """UTF-8 where the file is that, or mostly that; else Windows-1252, in which agencies wrote such tables before."""
    with source.path.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    good, valid = 0, True
    with source.path.open("rb") as stream:
        while bite := stream.read(_BITE):
            good += len(_MULTIBYTE.findall(bite)) if not bite.isascii() else 0
            if valid:
                try:
                    decoder.decode(bite)
                except UnicodeDecodeError:
                    valid = False
            if good and not valid:
                return "utf-8"
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    return "utf-8" if valid or good else "cp1252"
