"""What can go wrong, as exceptions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a case.

    Examples
    --------
    >>> import fembulk
    >>> fembulk.Finding("materials.a.n", "0 is not above 0; write a number as in 21").path
    'materials.a.n'
    """

    path: str
    """Key path of the value, as in ``materials.a.n``; empty for the case as a whole."""
    message: str
    """What is wrong, and what to write instead."""
    line: int | None = None
    """In the file that was read; None where the case is not from one."""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class FembulkError(Exception):
    """Any error of this package.

    Examples
    --------
    >>> import fembulk
    >>> issubclass(fembulk.CaseError, fembulk.FembulkError)
    True
    """


class CaseError(FembulkError, ValueError):
    """A case that cannot be computed.

    Examples
    --------
    >>> import fembulk
    >>> wrong = fembulk.Material(fembulk.Jc.kim(5e8, 1.5), n=0.5)
    >>> disc = fembulk.Disc(radius=15e-3, height=6e-3, material=wrong)
    >>> try:
    ...     fembulk.Magnet([disc]).field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run()
    ... except fembulk.CaseError as error:
    ...     print(error.findings[0].path)
    materials.disc.n
    """

    findings: list[Finding]
    """Everything that is wrong, at least one."""

    def __init__(self, message: str, findings: list[Finding] | None = None) -> None:
        super().__init__(message)
        self.findings = findings or [Finding("", message)]

    def __reduce__(self) -> tuple[type[CaseError], tuple[str, list[Finding]]]:
        # With the findings, when it comes from another process.
        return type(self), (str(self), self.findings)

    @classmethod
    def of(cls, findings: list[Finding], file: str | None = None) -> CaseError:
        """Take findings, in a file where one was read.

        Examples
        --------
        >>> import fembulk
        >>> print(fembulk.CaseError.of([fembulk.Finding("bulks", "no bulk", 3)], "case.yaml"))
        case.yaml:3: bulks: no bulk
        """
        lines = [
            f"{file}:{finding.line}: {finding}" if file and finding.line else str(finding)
            for finding in findings
        ]
        return cls("\n".join(lines), findings)


class ComputationError(FembulkError):
    """A computation that could not go on: what, where, when.

    Examples
    --------
    >>> import fembulk
    >>> issubclass(fembulk.ComputationError, fembulk.FembulkError)
    True
    """


class Cancelled(FembulkError):
    """A computation that was cancelled or took longer than it was given.

    Examples
    --------
    >>> import fembulk
    >>> magnet = fembulk.pair().field_cool("2 T", "5 K").ramp(0, rate="4.8 T/h")
    >>> try:
    ...     magnet.run(accuracy=1e-4, timeout=1e-3)
    ... except fembulk.Cancelled:
    ...     print("cancelled")
    cancelled
    """


class ProgramEnded(FembulkError):
    """The program ended in the midst of a request; the next one starts it anew.

    Examples
    --------
    >>> import fembulk
    >>> issubclass(fembulk.ProgramEnded, fembulk.FembulkError)
    True
    """


class OutputError(FembulkError, OSError):
    """A file or folder that cannot be written.

    Examples
    --------
    >>> import fembulk
    >>> run = fembulk.pair().field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h").run(accuracy=1e-2)
    >>> try:
    ...     run.save("/proc/runs")
    ... except fembulk.OutputError:
    ...     print("not there")
    not there
    """


class RunLost(FembulkError):
    """A run that the program does not keep any more; `Run` has it computed again."""


def wrong(path: str, message: str) -> CaseError:
    """Give the error of one value."""
    return CaseError.of([Finding(path, message)])
