"""The walls of the house: who may import what, proved in a fresh process."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def modules_without_a_screen() -> list[str]:
    names = [
        module.name
        for package in ("annotations", "reader")
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}.")
    ]
    # What trains and converts weights is run by developers, with packages that postil itself never needs.
    return [name for name in names if not f"{name}.".startswith(("reader.app.", "reader.entities.build."))]


def test_only_the_app_imports_textual() -> None:
    names = modules_without_a_screen()
    assert "annotations.model" in names
    code = (
        "import importlib, sys\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module(name)\n"
        "    assert 'textual' not in sys.modules, name\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
