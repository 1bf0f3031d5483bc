"""Makes the two virtual environments. Runs on a bare Python, so standard library only.

`.venv` holds the package, editable, and the tools; `.local/venv` holds the emulator and SAM. They
are apart because the emulator runs the Lambda handlers with its own interpreter: what is installed
beside it can be imported by them, and would hide a dependency that the layer lacks.

A stamp is written last, so an install that was interrupted is simply done again.
"""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / ".venv"
STACK = ROOT / ".local" / "venv"
DEV_PINS = ROOT / "requirements" / "dev.txt"
STACK_PINS = ROOT / "requirements" / "stack.txt"


def main() -> None:
    """Bring both environments up to date, one installer at a time."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one place where an older one may arrive
        sys.exit(f"Leadfold needs Python 3.11 or newer, this is {sys.version.split()[0]}.")
    (ROOT / ".local").mkdir(exist_ok=True)
    with (ROOT / ".local" / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install(DEV, DEV_PINS, editable=True)
        install(STACK, STACK_PINS, editable=False)


def install(venv: Path, pins: Path, *, editable: bool) -> None:
    """Install what `pins` names into `venv`, unless its stamp says that this was done."""
    stamp = venv / "installed"
    wanted = digest(pins, editable=editable)
    if works(venv) and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {pins.relative_to(ROOT)} into {venv.relative_to(ROOT)} …", flush=True)
    stamp.unlink(missing_ok=True)
    if not works(venv):
        create(venv)
    # The pins are complete, so nothing is resolved here; that also keeps out what local/lock.py
    # leaves out.
    add(venv, "--no-deps", "--requirement", str(pins))
    if editable:
        add(venv, "--no-deps", "--editable", str(ROOT))
    stamp.write_text(wanted)


def digest(pins: Path, *, editable: bool) -> str:
    """Return a digest of everything that the content of an environment depends on."""
    parts = [sys.version.encode(), str(ROOT).encode(), pins.read_bytes()]
    if editable:
        parts.append((ROOT / "pyproject.toml").read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def works(venv: Path) -> bool:
    """Tell whether the environment has a Python of this version, and pip."""
    python = venv / "bin" / "python"
    version = tuple(sys.version_info[:2])
    probe = (
        "import importlib.util, sys;"
        f"sys.exit(sys.version_info[:2] != {version} or not importlib.util.find_spec('pip'))"
    )
    return python.exists() and not run(python, "-c", probe, quiet=True)


def create(venv: Path) -> None:
    """Make an empty environment, replacing a half-built one."""
    if run(sys.executable, "-m", "venv", "--clear", venv):
        sys.exit(
            "python3 could not make a virtual environment (see above). "
            "On Debian and Ubuntu: apt-get install python3-venv"
        )


def add(venv: Path, *what: str) -> None:
    """Install by uv, which takes seconds, or by pip where uv is not to be had."""
    python = venv / "bin" / "python"
    uv = find_uv()
    if uv and not run(uv, "pip", "install", "--quiet", "--python", python, *what, quiet=True):
        return
    if run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what):
        sys.exit(f"Could not install into {venv.relative_to(ROOT)}: pip's message is above.")


def find_uv() -> Path | None:
    """Return uv's path, installing it into `.venv` first."""
    uv = DEV / "bin" / "uv"
    if not uv.exists():
        pin = next(line for line in DEV_PINS.read_text().splitlines() if line.startswith("uv=="))
        pip = (DEV / "bin" / "python", "-m", "pip", "install", "--quiet")
        run(*pip, "--disable-pip-version-check", pin, quiet=True)
    return uv if uv.exists() else None


def run(*command: str | Path, quiet: bool = False) -> int:
    """Run a command to its end and return its exit status."""
    sink = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        [str(part) for part in command], stdout=sink, stderr=sink, check=False
    ).returncode


if __name__ == "__main__":
    main()
