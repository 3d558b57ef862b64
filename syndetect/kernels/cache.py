"""Where compiled kernels are kept, and who hears that one is compiled.

numba keeps them in the folder that ``NUMBA_CACHE_DIR`` names, or else beside the source, or in the
user's cache folder. Where none of these can be written to, as in many a container, a kernel could
not even be imported; then this process keeps them in a temporary folder of the user's own.
Processes may compile at once: they keep what they have compiled one after the other.
"""

from __future__ import annotations

import atexit
import errno
import fcntl
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import numba
from numba.core import event

COMPILING = "Compiling for this machine, once: this can take a minute."
_COMPILE, _LOCK = "numba:compile", "numba:compiler_lock"  # events
_CONFIG: Any = numba.config  # a module whose names are set when it runs


def settle() -> None:
    """Choose a folder for kernels where numba by itself finds none.

    Raises OSError, which says what to do, where no folder can be written to.
    """
    if _kept():
        return
    try:
        _CONFIG.CACHE_DIR = str(own_folder())
    except OSError as error:
        raise OSError(
            errno.EACCES,
            "compiled kernels can be kept nowhere: set NUMBA_CACHE_DIR to a folder that you may "
            "write to",
            str(Path(__file__).parent),
        ) from error


def _kept() -> bool:
    """Whether numba finds a folder for kernels: it looks for one when a function is declared."""
    try:
        numba.njit(cache=True)(_kept)
    except RuntimeError:
        return False
    return True


def own_folder() -> Path:
    """A folder among the temporary ones that nobody but this user can write to.

    What is loaded from it is run. So where its name is taken by somebody else, or open to others,
    it is a new one that goes when the process ends. Raises OSError where there is none.
    """
    folder = Path(tempfile.gettempdir(), f"syndetect-kernels-{os.getuid()}")
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    state = folder.lstat()
    if stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o077:
        return folder
    folder = Path(tempfile.mkdtemp(prefix="syndetect-kernels-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _ours(event: Any) -> bool:
    """Whether what is compiled is a kernel of ours: those of a caller are none of our business."""
    module: str = event.data["dispatcher"].py_func.__module__
    return module.startswith(f"{__package__}.")


class _Here(threading.local):
    """How deep this thread is in numba's lock, and the files it has locked, each with its depth."""

    depth = 0

    def __init__(self) -> None:
        self.held: list[tuple[int, int]] = []


class _InTurn(event.Listener):
    """Lets one process at a time keep a kernel.

    numba reads the list of the kinds of argument that a kernel is kept for, adds one, and writes
    the list and the code. Of two processes that add two kinds in one instant, one would leave its
    code under the name of the other's. So a file is locked from when a kernel is compiled until
    numba, which then has written it, gives back its own lock (``numba:compiler_lock``, nested).
    """

    def __init__(self) -> None:
        self._here = _Here()

    def on_start(self, event: Any) -> None:
        if event.kind == _LOCK:
            self._here.depth += 1

    def on_end(self, event: Any) -> None:
        here = self._here
        if event.kind == _LOCK:
            here.depth -= 1
            if here.held and here.held[-1][0] > here.depth:
                os.close(here.held.pop()[1])
        elif _ours(event) and (folder := event.data["dispatcher"].stats.cache_path):
            with suppress(OSError):  # as on a file system without locks: then it must do without
                file = os.open(Path(folder, "syndetect.lock"), os.O_RDWR | os.O_CREAT, 0o666)
                here.held.append((here.depth, file))
                fcntl.flock(file, fcntl.LOCK_EX)


def keep_in_turn() -> None:
    """From now on processes that compile at once do not mix up what they keep."""
    listener, register = _InTurn(), cast("Callable[[str, Any], None]", event.register)
    register(_LOCK, listener)
    register(_COMPILE, listener)


class _Teller(event.Listener):
    """Tells of the first kernel of ours that is compiled; one from the cache is not."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell: Callable[[str], None] | None = tell

    def on_start(self, event: Any) -> None:
        if _ours(event) and self._tell is not None:
            tell, self._tell = self._tell, None
            tell(COMPILING)

    def on_end(self, event: Any) -> None:
        """Nothing is said of the end."""


@contextmanager
def compiling(tell: Callable[[str], None]) -> Iterator[None]:
    """*tell* hears ``COMPILING`` before the first kernel is compiled, if one is, in any thread."""
    with event.install_listener(_COMPILE, _Teller(tell)):
        yield
