"""Write the pinned requirement files from pyproject.toml: `make lock`, run by .venv's Python."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Nothing in a pin file may tell where or from which mirror it was made.
PLAIN = (
    "--universal",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)
# What `leadfold testwash` imports, and what the reports layer brings: other Lambdas do without.
COMMAND_LINE_ONLY = ("python-calamine", "tqdm", "colorama", "jinja2", "markupsafe")
OUTPUTS = {
    "layers/dependencies/requirements.txt": (
        "pyproject.toml",
        *(word for name in COMMAND_LINE_ONLY for word in ("--no-emit-package", name)),
    ),
    "layers/reports/requirements.txt": ("--group", "pyproject.toml:reports"),
    "requirements/dev.txt": (
        *("pyproject.toml", "--extra", "dev"),
        *("--group", "pyproject.toml:reports"),
    ),
    # SAM asks for these two and needs neither for what is done here; botocore would load them at
    # every cold start, which Lambda's own does not.
    "requirements/stack.txt": (
        *("--group", "pyproject.toml:stack"),
        *("--no-emit-package", "awscrt", "--no-emit-package", "pyopenssl"),
    ),
}


def main() -> None:
    """Compile every pin file; existing pins are kept where they still fit."""
    for path, sources in OUTPUTS.items():
        command = [
            ROOT / ".venv" / "bin" / "uv",
            "pip",
            "compile",
            *PLAIN,
            *sources,
            "--output-file",
            path,
        ]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        text = (ROOT / path).read_text()
        if "://" in text or str(ROOT) in text:
            raise SystemExit(f"{path} names a download host or a path of this machine.")
        print(path)


if __name__ == "__main__":
    main()
