"""Files and folders wherever Spark's data are: on a disk, on HDFS, in a bucket."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from countermove.errors import OutputError
from countermove.inference.spark_errors import told


class Files:
    """The file systems that a session knows. `work` is its folder for what is made on the way."""

    def __init__(self, session: Any, work: str) -> None:
        self._session = session
        self.work = work

    def exists(self, path: str) -> bool:
        with told():
            system, there = self._at(path)
            return bool(system.exists(there))

    def read(self, path: str) -> str:
        """A small file of text."""
        with told():
            return str(self._session.read.text(path, wholetext=True).collect()[0][0])

    def write(self, path: str, text: str) -> None:
        """Write a small file of text."""
        with told():
            system, there = self._at(path)
            stream = system.create(there)
            try:
                stream.write(bytearray(text.encode()))
            finally:
                stream.close()

    def rename(self, path: str, to: str) -> None:
        """Give a folder another name. Raises OutputError where that cannot be."""
        with told():
            system, there = self._at(path)
            done = bool(system.rename(there, self._at(to)[1]))
        if not done:
            raise OutputError(
                f"'{path}' could not be renamed '{to}'", hint="see whether the folder above can be written to"
            )

    def remove(self, path: str, *, quietly: bool = False) -> None:
        """Remove a folder and all in it, if it is there; `quietly` even where Spark is gone."""
        try:
            with told():
                system, there = self._at(path)
                system.delete(there, True)
        except Exception:
            if not quietly:
                raise
            if "://" not in path:
                shutil.rmtree(Path(path), ignore_errors=True)

    def _at(self, path: str) -> tuple[Any, Any]:
        java = self._session._jvm
        there = java.org.apache.hadoop.fs.Path(path)
        return there.getFileSystem(self._session._jsc.hadoopConfiguration()), there
