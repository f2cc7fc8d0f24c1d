"""Puts the program into the wheel, and tells the wheel that it is of one platform."""

import os
import shutil
import sysconfig
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramHook(BuildHookInterface[Any]):
    """Takes the built program from FEMBULK_BUILT_PROGRAM, or from where `make build` leaves it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the program in, unless the package is installed to be edited."""
        if version == "editable":
            return
        built = os.environ.get("FEMBULK_BUILT_PROGRAM") or os.path.join(
            self.root, "..", ".build", "release", "fem-bulk"
        )
        if not os.path.exists(built):
            raise SystemExit(f"{built}: no such program; run `make python` in the project, which builds it")
        folder = os.path.join(self.directory, "program")
        os.makedirs(folder, exist_ok=True)
        program = shutil.copy(built, os.path.join(folder, "fem-bulk"))
        build_data["force_include"][program] = "fembulk/bin/fem-bulk"
        build_data["pure_python"] = False
        # Runs under any Python 3; auditwheel replaces the platform by the glibc that the program needs.
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"
