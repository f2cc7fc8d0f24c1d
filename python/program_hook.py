"""Puts the program into the wheel, and its source into the source distribution."""

import os
import shutil
import subprocess
import sysconfig
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What `make build` needs; the manifest names the tests, so that they come along.
SOURCE = (
    "Package.swift",
    "Makefile",
    "LICENSE",
    "README.md",
    ".ci/install-packages",
    "Plugins",
    "Sources",
    "Tests",
)


class ProgramHook(BuildHookInterface[Any]):
    """Takes the program from FEMBULK_BUILT_PROGRAM, or from where `make build` leaves it, which a source
    distribution runs first.
    """  # noqa: D205

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the program or its source in, unless the package is installed to be edited."""
        # In a source distribution the project stands inside of the package, otherwise the other way round.
        inside = os.path.join(self.root, "program")
        is_distributed = os.path.exists(os.path.join(inside, "Package.swift"))
        project = inside if is_distributed else os.path.dirname(self.root)
        if self.target_name == "sdist":
            if not is_distributed:
                for name in SOURCE:
                    build_data["force_include"][os.path.join(project, name)] = f"program/{name}"
        elif version != "editable":
            self._add_program(project, is_distributed, build_data)

    def _add_program(self, project: str, is_distributed: bool, build_data: dict[str, Any]) -> None:
        built = os.environ.get("FEMBULK_BUILT_PROGRAM")
        if not built:
            built = os.path.join(project, ".build", "release", "fem-bulk")
            if is_distributed and not os.path.exists(built):
                subprocess.run(["make", "build"], cwd=project, check=True)
        if not os.path.exists(built):
            raise SystemExit(f"{built}: no such program; run `make python` in the project, which builds it")
        folder = os.path.join(self.directory, "program")
        os.makedirs(folder, exist_ok=True)
        program = shutil.copy(built, os.path.join(folder, "fem-bulk"))
        os.chmod(program, 0o755)
        build_data["force_include"][program] = "fembulk/bin/fem-bulk"
        build_data["force_include"][os.path.join(project, "LICENSE")] = "fembulk/LICENSE"
        build_data["pure_python"] = False
        # Runs under any Python 3; auditwheel replaces the platform by the glibc that the program needs.
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"
