"""Install those who read our forms elsewhere, so that the tests can ask them.

    python scripts/machines.py

Into `.venv/machines` (120 MB), once: Prometheus' promtool and node_exporter from Debian's packages, unpacked and not
installed, so that no service starts; and pytest's source distribution, which holds Jenkins' schema of JUnit reports. Perl's
Monitoring::Plugin is installed where this is root. Exit code 1 where this is no Debian, in CI; elsewhere the tests that
need them skip and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.machines import (
    FOLDER,
    NODE_EXPORTER,
    PERL_PACKAGE,
    PROMTOOL,
    has_plugin_library,
)

# Debian's package: the file that is taken out of it.
PACKAGES = {"prometheus": PROMTOOL, "prometheus-node-exporter": NODE_EXPORTER}


def run(*words: str) -> None:
    """Run a program in the folder; what it says is shown if it fails."""
    done = subprocess.run(words, cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stdout}{done.stderr}")


def from_debian() -> None:
    """Fetch what is missing of Debian's packages; programs that come with a service are unpacked, not installed."""
    missing = {name: place for name, place in PACKAGES.items() if not place.exists()}
    needs_perl = not has_plugin_library()
    if os.geteuid() == 0 and (missing or needs_perl):
        run("apt-get", "update", "-q")
    if os.geteuid() == 0 and needs_perl:
        run("apt-get", "install", "-y", "-q", "--no-install-recommends", PERL_PACKAGE)
    for name, place in missing.items():
        run("apt-get", "download", "-q", name)
        (package,) = FOLDER.glob(f"{name}_*.deb")
        asked = ["dpkg-deb", "--fsys-tarfile", str(package)]
        unpacked = subprocess.Popen(asked, stdout=subprocess.PIPE)
        wanted = f"./{place.relative_to(FOLDER)}"
        subprocess.run(["tar", "-x", wanted], cwd=FOLDER, stdin=unpacked.stdout, check=True)
        package.unlink()


def from_pypi() -> None:
    """Fetch the source distribution of the pytest that is installed."""
    if not list(FOLDER.glob("pytest-*.tar.gz")):
        wanted = f"pytest=={version('pytest')}"
        run(sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", "pytest", wanted)


def main() -> int:
    """Install them, or say why not."""
    if not all(map(shutil.which, ("apt-get", "dpkg-deb", "tar", "perl"))):
        print("no Debian: machine formats are not validated by others", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    from_debian()
    from_pypi()
    print(f"the readers of our forms lie in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
