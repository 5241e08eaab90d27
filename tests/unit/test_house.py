import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import growth_ledger
from growth_ledger.resources import packs_folder

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(
    path
    for path in [*(CHECKOUT / "scripts").iterdir(), CHECKOUT / ".ci" / "run"]
    if path.is_file() and path.suffix != ".py"
)


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def answer_of(code: str, *options: str, **environment: str) -> object:
    """What a new Python prints as JSON, away from the checkout and warnings being errors."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", *options, "-c", code],
        check=True,
        capture_output=True,
        cwd=CHECKOUT.anchor,
        env={"PATH": os.defpath, **environment},
    )
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel, built from this checkout, was installed; nothing else."""
    built = tmp_path_factory.mktemp("built")
    site = tmp_path_factory.mktemp("site")
    python = [sys.executable, "-m"]
    subprocess.run(
        [*python, "hatchling", "build", "--target", "wheel", "--directory", built],
        check=True,
        cwd=CHECKOUT,
    )
    (wheel,) = built.glob("*.whl")
    subprocess.run(
        [*python, "pip", "install", "-qq", "--no-deps", "--no-index", "--target", site, wheel],
        check=True,
    )
    return site


def test_in_a_checkout_the_packs_are_the_ones_beside_the_sources() -> None:
    found = packs_folder()

    assert found == CHECKOUT / "projections"
    assert [path for path in found.glob("*/pack.yaml") if path.is_file()]


def test_an_installed_wheel_carries_every_file_of_every_pack(installed: Path) -> None:
    code = """
import json, growth_ledger, growth_ledger.resources
print(json.dumps([str(growth_ledger.resources.packs_folder()), growth_ledger.__version__]))
"""

    # -S leaves out the site folder, and with it the checkout: only the wheel can answer.
    answer = answer_of(code, "-S", PYTHONPATH=str(installed))

    folder = installed / "growth_ledger" / "projections"
    assert answer == [str(folder), growth_ledger.__version__]
    assert files_below(folder) == files_below(CHECKOUT / "projections")


def test_an_installed_wheel_carries_every_file_of_the_package(installed: Path) -> None:
    package = files_below(CHECKOUT / "src" / "growth_ledger")

    carried = files_below(installed / "growth_ledger")

    assert package.keys() - carried.keys() == set()
    assert "py.typed" in carried


def test_an_installation_without_packs_says_what_is_missing_and_how_to_mend_it(
    tmp_path: Path,
) -> None:
    package = tmp_path / "lib" / "site-packages" / "growth_ledger"
    package.mkdir(parents=True)
    copy = shutil.copy(CHECKOUT / "src" / "growth_ledger" / "resources.py", package)

    broken = runpy.run_path(str(copy))["packs_folder"]

    with pytest.raises(FileNotFoundError) as caught:
        broken()
    assert str(caught.value) == (
        f"the shipped packs are missing, {package / 'projections'}: install growth-ledger again"
    )


def test_importing_the_package_loads_nothing_but_the_standard_library() -> None:
    code = """
import json, sys
before = set(sys.modules)
import growth_ledger, growth_ledger.resources
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(json.dumps(sorted(loaded - set(sys.stdlib_module_names))))
"""

    assert answer_of(code) == ["growth_ledger"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_started_and_stops_at_its_first_error(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").splitlines()

    assert os.access(script, os.X_OK)
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    subprocess.run(["/usr/bin/env", "bash", "-n", script], check=True)
