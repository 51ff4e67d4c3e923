"""The optional compiled build: mypyc turns the modules that pyproject.toml lists into machine code; all others stay Python.

hatch-mypyc does nearly this, but puts its libraries beside the sources, where they would go on shadowing them in the
checkout, moves pyproject.toml away meanwhile, and compiles for editable installs, too. Here everything is made in a
temporary copy, and the wheel alone gets the libraries, beside the same sources.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The library has a name of its own, since the default is a hash; symbols for a debugger would make it twice as large.
_SETUP = """\
from setuptools import setup
from mypyc.build import mypycify

setup(name="toolkit", packages=[], ext_modules=mypycify({arguments!r}, group_name="jiaokan", opt_level="3", debug_level="0"))
"""


class CompiledBuild(BuildHookInterface):  # type: ignore[type-arg]  # the class of its configuration differs between releases
    """Compiles `modules` of its table in pyproject.toml into a wheel for one platform and one Python."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the libraries to the wheel. An editable install gets none: they would go on running when the source changes."""
        if version == "editable":
            return
        self._work = TemporaryDirectory(prefix="jiaokan-compiled-")
        copy = Path(self._work.name)
        shutil.copytree(Path(self.root, "toolkit"), copy / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
        settings = str(Path(self.root, "pyproject.toml"))
        (copy / "setup.py").write_text(_SETUP.format(arguments=["--config-file", settings, *self.config["modules"]]), "utf-8")
        command = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
        done = subprocess.run(command, cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False)
        if done.returncode:
            self.app.abort(f"The modules can't be compiled:\n{done.stdout}")
        libraries = [path for suffix in ("so", "pyd") for path in (*copy.glob(f"*.{suffix}"), *(copy / "toolkit").rglob(f"*.{suffix}"))]
        build_data["force_include"] |= {str(path): path.relative_to(copy).as_posix() for path in libraries}
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copy, once the wheel is written."""
        if version != "editable":
            self._work.cleanup()
