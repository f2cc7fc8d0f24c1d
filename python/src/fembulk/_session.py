"""The program behind the package: a child process that speaks JSON-RPC 2.0."""

from __future__ import annotations

import atexit
import itertools
import json
import os
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from ._errors import Cancelled, FembulkError, ProgramEnded, RunLost
from ._messages import exception, next_message

# How long a cancelled request may take to answer: it is asked after every time step.
_CANCEL_SECONDS = 10.0
_sessions: weakref.WeakSet[Session] = weakref.WeakSet()


def program_path() -> str:
    """Give the path of the program: that of the wheel, or the one that FEMBULK_PROGRAM names."""
    chosen = os.environ.get("FEMBULK_PROGRAM")
    path = chosen or os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "fem-bulk")
    if not os.path.exists(path):
        remedy = (
            "correct FEMBULK_PROGRAM"
            if chosen
            else "install the wheel, or set FEMBULK_PROGRAM to a built program"
        )
        raise FembulkError(f"{path}: no such program; {remedy}")
    return path


class Session:
    """One child process, started when it is first needed and again when it has ended.

    Any thread may ask; after a fork the child has a process of its own.

    Examples
    --------
    >>> import fembulk
    >>> with fembulk.Session() as session:
    ...     session.call("initialize", {"protocolVersion": 1})["protocolVersion"]
    1
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ids = itertools.count(1)
        self._waiting: dict[int, tuple[Future[Any], Callable[[dict[str, Any]], None] | None]] = {}
        self._generation = 0
        _sessions.add(self)

    @property
    def generation(self) -> int:
        """How many processes there have been: runs of an earlier one are lost.

        Examples
        --------
        >>> import fembulk
        >>> fembulk.Session().generation
        0
        """
        return self._generation

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next request starts another.

        Examples
        --------
        >>> import fembulk
        >>> session = fembulk.Session()
        >>> schema = session.call("case/schema", {})
        >>> session.close()
        """
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        try:
            process.stdin.close()
        except OSError:
            pass
        try:
            process.wait(timeout=_CANCEL_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def call(
        self,
        method: str,
        parameters: dict[str, Any],
        timeout: float | None = None,
        progress: Callable[[dict[str, Any]], None] | None = None,
        generation: int | None = None,
    ) -> Any:
        """Ask the program and wait.

        Parameters
        ----------
        method : str
            Of the session protocol.
        parameters : dict
            Its parameters.
        timeout : float, optional
            [s] after which the request is cancelled.
        progress : callable, optional
            Told how far the request is.
        generation : int, optional
            Of the process that has to answer, because it keeps what is asked about.

        Raises
        ------
        CaseError, ComputationError, OutputError, Cancelled, ProgramEnded

        Examples
        --------
        >>> import fembulk
        >>> with fembulk.Session() as session:
        ...     session.call("case/schema", {})["type"]
        'object'
        """
        identity, future = self._send(method, parameters, progress, generation)
        try:
            return future.result(timeout)
        except (KeyboardInterrupt, FutureTimeout) as reason:
            self._cancel(identity, future)
            if isinstance(reason, KeyboardInterrupt):
                raise
            raise Cancelled(
                f"not done after {timeout} s; give it more time, or ask for less accuracy"
            ) from None

    def _cancel(self, identity: int, future: Future[Any]) -> None:
        self._notify("$/cancelRequest", {"id": identity})
        try:
            future.result(_CANCEL_SECONDS)
        except FutureTimeout:
            self.close()
        except FembulkError:
            pass

    def _send(
        self,
        method: str,
        parameters: dict[str, Any],
        progress: Callable[[dict[str, Any]], None] | None,
        generation: int | None,
    ) -> tuple[int, Future[Any]]:
        future: Future[Any] = Future()
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
            if generation not in (None, self._generation):
                raise RunLost("the program was started anew since this run was computed")
            identity = next(self._ids)
            self._waiting[identity] = (future, progress)
            self._write({"jsonrpc": "2.0", "id": identity, "method": method, "params": parameters})
        return identity, future

    def _notify(self, method: str, parameters: dict[str, Any]) -> None:
        with self._lock:
            if self._process is not None:
                self._write({"jsonrpc": "2.0", "method": method, "params": parameters})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self._process.stdin.flush()
        except (OSError, ValueError):
            pass  # It has ended; who reads its answers tells those who wait.

    def _start(self) -> None:
        # In a session of its own, so that Ctrl-C in a terminal reaches Python alone, which cancels what runs.
        process = subprocess.Popen(
            [program_path(), "session"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._process, self._waiting = process, {}
        self._generation += 1
        last: deque[str] = deque(maxlen=20)
        errors = threading.Thread(target=_collect, args=(process, last), daemon=True)
        errors.start()
        threading.Thread(target=self._read, args=(process, self._waiting, errors, last), daemon=True).start()

    def _forget(self) -> None:
        """After a fork: the process belongs to the parent, which alone may hold its pipes open."""
        process, self._process, self._waiting, self._lock = self._process, None, {}, threading.Lock()
        self._generation += 1
        for pipe in (process.stdin, process.stdout, process.stderr) if process else ():
            # What is buffered is the parent's, and a thread of it may hold the buffer's lock.
            raw: Any = getattr(pipe, "raw", None)
            if raw is not None:
                raw.close()

    @staticmethod
    def _read(
        process: subprocess.Popen[bytes],
        waiting: dict[int, tuple[Future[Any], Callable[[dict[str, Any]], None] | None]],
        errors: threading.Thread,
        last: deque[str],
    ) -> None:
        assert process.stdout is not None
        while (message := next_message(process.stdout)) is not None:
            if message.get("method") == "$/progress":
                _, progress = waiting.get(message["params"]["id"], (None, None))
                if progress:
                    progress(message["params"])
                continue
            entry = waiting.pop(message.get("id") or 0, None)
            if entry is None:
                continue
            if "error" in message:
                entry[0].set_exception(exception(message["error"]))
            else:
                entry[0].set_result(message["result"])
        status = process.wait()
        errors.join(1)
        told = "; ".join(last)
        for future, _ in list(waiting.values()):
            future.set_exception(
                ProgramEnded(f"the program ended with {status}" + (f": {told}" if told else ""))
            )
        waiting.clear()


def _collect(process: subprocess.Popen[bytes], last: deque[str]) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        last.append(line.decode(errors="replace").rstrip())


def _forget_all() -> None:
    for session in list(_sessions):
        session._forget()


_shared = Session()
atexit.register(_shared.close)
os.register_at_fork(after_in_child=_forget_all)


def shared() -> Session:
    """Give the session that the package uses where none is named."""
    return _shared


if sys.platform != "linux":
    raise ImportError("fembulk has a program for Linux alone")
