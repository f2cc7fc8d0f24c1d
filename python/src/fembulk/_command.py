"""Commands of the program, each a child process that ends."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Sequence

from ._errors import Cancelled, CaseError, ComputationError, FembulkError, Finding, OutputError, ProgramEnded
from ._session import program_path

_MARK = "fem-bulk: "
# `file:line: key.path: what`, and what is wrong with an option or with `name=value`.
_IN_FILE = re.compile(r"[^:]+:\d+: (?:(?P<path>[\w.\[\]*-]+): )?(?P<message>.+)")
_IN_OPTION = re.compile(r"(?:--(?P<path>[\w-]+)|(?P<name>\w+)=[^:]*): (?P<message>.+)")
# What the exit codes mean, as `fem-bulk exit-codes` lists them.
_WRONG, _FAILED, _UNWRITABLE, _STOPPED = (64, 65, 66), 70, 73, (75, 130, 143)
_STOP_SECONDS = 10.0


def ask(arguments: Sequence[str], *, timeout: float | None = None) -> tuple[str, list[str]]:
    """Run a command and give what it prints on standard output, and its warnings.

    Raises
    ------
    CaseError, ComputationError, OutputError, Cancelled, ProgramEnded
        By the exit code, with what the command says on standard error.
    """
    # In a session of its own, so that Ctrl-C in a terminal reaches Python alone, which stops what runs.
    process = subprocess.Popen(
        [program_path(), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        printed, told = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _stop(process)
        raise Cancelled(f"not done after {timeout} s; give it more time, or ask for less accuracy") from None
    except BaseException:
        _stop(process)
        raise
    said = [line.removeprefix(_MARK) for line in told.splitlines() if line.startswith(_MARK)]
    if process.returncode != 0:
        failures = [line for line in said if not line.startswith("warning: ")]
        raise _error(process.returncode, failures or told.splitlines()[-1:])
    return printed, [line.removeprefix("warning: ") for line in said if line.startswith("warning: ")]


def _stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _error(status: int, said: list[str]) -> FembulkError:
    findings = [_finding(line) for line in said] or [Finding("", f"the program ended with {status}")]
    text = "\n".join(map(str, findings))
    if status in _WRONG:
        return CaseError.of(findings)
    if status == _FAILED:
        return ComputationError(text)
    if status == _UNWRITABLE:
        return OutputError(text)
    if status in _STOPPED:
        return Cancelled(text)
    return ProgramEnded(f"the program ended with {status}: {text}")


def _finding(line: str) -> Finding:
    match = _IN_FILE.fullmatch(line)
    if match:
        return Finding(match["path"] or "", match["message"])
    match = _IN_OPTION.fullmatch(line)
    if match:
        return Finding(match["path"] or match["name"] or "", match["message"])
    return Finding("", line)
