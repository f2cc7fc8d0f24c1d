"""Messages of the session protocol: frames, errors, arrays."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import numpy as np
import numpy.typing as npt

from ._errors import (
    Cancelled,
    CaseError,
    ComputationError,
    FembulkError,
    Finding,
    OutputError,
    RunLost,
    wrong,
)


def next_message(stream: Any) -> dict[str, Any] | None:
    length = None
    while True:
        line = stream.readline()
        if not line:
            return None
        if line == b"\r\n":
            break
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    body = stream.read(length or 0)
    if len(body) < (length or 0):
        return None
    message: dict[str, Any] = json.loads(body)
    return message


def exception(error: dict[str, Any]) -> FembulkError:
    code, message = error["code"], error["message"]
    if code in (1, 2):
        found = error.get("data", {}).get("findings", [])
        findings = [Finding(entry["path"], entry["message"], entry.get("line")) for entry in found]
        return CaseError.of(findings or [_located(message)])
    if code == -32602:
        return wrong("", message)
    if code == 3:
        return ComputationError(message)
    if code == 4:
        return RunLost(message)
    if code == 5:
        return OutputError(message)
    if code == -32800:
        return Cancelled(message)
    return FembulkError(message)


def _located(message: str) -> Finding:
    """Read what is wrong with a text as a whole, as in `case:2:1: no YAML` or `case:1: a.path:3: a row`."""
    match = re.match(r"case:(\d+)(?::\d+)?: (?:([\w.\[\]-]+)(?::\d+)?: )?(.+)", message, re.DOTALL)
    return Finding(match[2] or "", match[3], int(match[1])) if match else Finding("", message)


def array(encoded: dict[str, Any]) -> npt.NDArray[np.float64]:
    """Decode an array of the protocol."""
    values = np.frombuffer(base64.b64decode(encoded["float64"]), dtype="<f8")
    return values.reshape(encoded["shape"]).astype(np.float64)


def encoded(values: npt.ArrayLike) -> dict[str, Any]:
    """Encode an array for the protocol."""
    given = np.ascontiguousarray(values, dtype="<f8")
    return {"shape": list(given.shape), "float64": base64.b64encode(given.tobytes()).decode()}
