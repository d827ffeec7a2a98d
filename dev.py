#!/usr/bin/env python3
"""Everything a developer or an administrator types: `python3 dev.py run | test | faults | bench | screenshot`.

Standard library only, the same on Linux, macOS and Windows. It makes the environment in .venv, installs the
pinned requirements when they changed, and starts the app or the checks in it. What a machine lacks is said in
one sentence with what to do about it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

from tools.programs import IN_CI, Stop, chromium_for_tests, programs_for_tests, say

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
KINDS = (("browser", "Chromium"), ("postgres", "PostgreSQL"), ("office", "LibreOffice"))
OLDEST = (3, 11)
FIRST_PORT = 8501
ROOM_IN_MEMORY = 6 * 2**30  # bytes

# Numpy's sums are small here: a second thread for them only keeps a core busy that another visitor, or test, could use.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def main(argv: list[str]) -> int:
    if sys.version_info < OLDEST:
        raise Stop(
            "Tienstap needs Python {}.{} or newer and this is {}.{}: install a newer Python "
            "and start dev.py with it.".format(*OLDEST, *sys.version_info[:2])
        )
    for name, number in ONE_THREAD.items():
        os.environ.setdefault(name, number)
    options, rest = parser().parse_known_args(argv)
    options.rest = [argument for argument in rest if argument != "--"]
    if options.rest and not options.passes_on:
        parser().error("unknown: {}".format(" ".join(options.rest)))
    return options.command(options)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="dev.py", description="Start, test and measure Tienstap.")
    commands = top.add_subparsers(required=True, metavar="command")

    def command(name: str, function: Callable[[argparse.Namespace], int], passes_on: bool, text: str):
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(command=function, passes_on=passes_on)
        return one

    one = command("run", run, False, "Start the app on 127.0.0.1, with its database under var/.")
    one.add_argument("--port", type=port_number, help=f"default: the first free one from {FIRST_PORT}")
    one.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    command("test", test, True, "Lint, types and every test; with arguments, only pytest with those arguments.")
    command("faults", faults, True, "The fault and load runs at full size.")
    command("bench", bench, True, "Speed and accuracy of the engine beside other ways to compute the same.")
    command("screenshot", screenshot, True, "Pictures of every screen, from the running app with the example.")
    return top


def port_number(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a whole number from 1 to 65535, not {text!r}")
    return int(text)


# --- the environment ------------------------------------------------------------------------------------------


def environment(requirements: str) -> None:
    """Make .venv if needed and install the requirements if they changed since the last time."""
    if not PYTHON.exists():
        make_venv()
    if stamp(requirements).exists() and stamp(requirements).read_text() == fingerprint(requirements):
        return
    say("Installing the packages (the first time this takes a few minutes) ...")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-compile", "--prefer-binary", "--progress-bar", "off", "-r", str(ROOT / requirements)]
    if subprocess.run(command, cwd=ROOT).returncode:
        raise Stop(
            "The packages could not be installed (pip says why above): check that this machine reaches the Python "
            "package index or set PIP_INDEX_URL to a mirror of it, and start this command again."
        )
    compiled()
    for name in {requirements, "requirements.txt"}:  # the list for developers holds the other one
        stamp(name).write_text(fingerprint(name))


def compiled() -> None:
    """Compile the packages on all cores and without their own tests; pip takes one core, and the tests along."""
    tests = r"site-packages[\\/].*[\\/]tests?[\\/]"
    # Some files are for another Python and can't be: those stay as they are.
    subprocess.run([str(PYTHON), "-m", "compileall", "-qq", "-j", "0", "-r", "30", "-x", tests, str(VENV)])


def stamp(requirements: str) -> Path:
    """Holds the fingerprint of what was installed last."""
    return VENV / f"tienstap-{Path(requirements).stem}.sha256"


def fingerprint(requirements: str) -> str:
    """What the environment is made from: the list, what it includes, and the Python that made it."""
    names = ["requirements.txt", requirements]
    content = b"".join((ROOT / name).read_bytes() for name in names)
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        raise Stop(
            "This Python cannot make a virtual environment: install its venv module "
            "(Debian and Ubuntu: sudo apt-get install python3-venv) and start this command again."
        ) from None
    say(f"Making the environment in {VENV.name} ...")
    try:
        venv.EnvBuilder(with_pip=True, clear=VENV.exists(), symlinks=os.name != "nt").create(VENV)
    except (OSError, subprocess.CalledProcessError) as problem:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(
            f"The environment {VENV} could not be made ({problem}): check that this folder is writable "
            "and that the disk has 1.5 GB free."
        ) from None


def python(*arguments: str, extra: dict[str, str] | None = None) -> int:
    """Run the environment's Python in the project folder, output to the screen."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env={**os.environ, **(extra or {})}).returncode


# --- run ------------------------------------------------------------------------------------------------------


def run(options: argparse.Namespace) -> int:
    environment("requirements.txt")
    (ROOT / "var").mkdir(exist_ok=True)
    if (ROOT / "portfolio" / "__main__.py").exists() and python("-m", "portfolio", "migrate"):
        raise Stop("The database could not be made ready; the line above says why and what to do.")
    port = options.port or free_port()
    if not is_free(port):
        raise Stop(f"Port {port} is in use: stop what runs there or choose another one with --port.")
    command = [str(PYTHON), "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--logger.hideWelcomeMessage", "true"]
    server = subprocess.Popen(command, cwd=ROOT)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    threading.Thread(target=announce, args=(server, port, not options.no_browser), daemon=True).start()
    try:
        return max(server.wait(), 0)
    except KeyboardInterrupt:  # the server got the same Ctrl+C and is closing
        server.wait()
        return 0


def announce(server: subprocess.Popen[bytes], port: int, open_browser: bool) -> None:
    """Say where the app is once it answers, and open it where there is a desktop."""
    address = f"http://127.0.0.1:{port}"
    while server.poll() is None:
        try:
            with urllib.request.urlopen(address + "/_stcore/health", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    else:
        return
    say(f"Tienstap runs on {address} (stop with Ctrl+C).")
    desktop = os.name == "nt" or sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    if open_browser and desktop and sys.stdout.isatty():
        webbrowser.open(address)


def free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 20):
        if is_free(port):
            return port
    raise Stop(f"The ports {FIRST_PORT}-{FIRST_PORT + 19} are all in use: choose another one with --port.")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


# --- test -----------------------------------------------------------------------------------------------------


def test(options: argparse.Namespace) -> int:
    environment("requirements-dev.txt")
    chromium = chromium_for_tests(PYTHON)
    programs_for_tests("soffice", "strace", "haproxy")
    extra = {"TIENSTAP_CHROMIUM": chromium} if chromium else {}
    extra["PYTHONDONTWRITEBYTECODE"] = ""  # the app starts a hundred times: what was compiled once is kept
    if options.rest:
        return python("-m", "pytest", *options.rest, extra=extra)

    failed = [name for name, command in checks() if not step(name, command)]
    counts: dict[str, dict[str, int]] = {}
    memory = roomy_memory()
    with tempfile.TemporaryDirectory(dir=memory) as kept:  # what both runs use
        for name, arguments in test_runs():
            with tempfile.TemporaryDirectory(dir=memory) as folder:
                report = Path(folder) / "counts.json"
                extra |= {"TIENSTAP_TEST_COUNTS": str(report), "PYTEST_DEBUG_TEMPROOT": folder}
                if not step(name, ["-m", "pytest", *arguments], extra | {"TIENSTAP_TEST_KEPT": kept}):
                    failed.append(name)
                if report.exists():
                    add(counts, json.loads(report.read_text()))
    return verdict(failed, counts)


def roomy_memory() -> str | None:
    """A folder in memory for the tests' databases, where the machine has one with room; else None, the usual one."""
    memory = "/dev/shm"
    try:
        return memory if shutil.disk_usage(memory).free > ROOM_IN_MEMORY and os.access(memory, os.W_OK) else None
    except OSError:
        return None


def checks() -> list[tuple[str, list[str]]]:
    return [
        ("ruff check", ["-m", "ruff", "check", "."]),
        ("ruff format", ["-m", "ruff", "format", "--check", "."]),
        ("mypy", ["-m", "mypy"]),
    ]


def test_runs() -> list[tuple[str, list[str]]]:
    """Two runs: what only computes, then what watches a browser: that would lose patience beside it, and waits so much
    that a core can have more than one."""
    cores = min(os.cpu_count() or 1, 4)
    every = ["-q", "--dist", "loadfile", "--durations=5", "-n"]
    return [
        ("tests without a browser", [*every, str(cores), "-m", "not browser"]),
        # in their own order: by the number of tests in a file the longest of these files would come last
        ("tests in the browser", [*every, str(cores + 1), "--no-loadscope-reorder", "-m", "browser", "tests/browser"]),
    ]


def step(name: str, command: list[str], extra: dict[str, str] | None = None) -> bool:
    say(f"--- {name}")
    begin = time.monotonic()
    ok = python(*command, extra=extra) == 0
    say(f"    {name}: {'ok' if ok else 'FAILED'} ({time.monotonic() - begin:.0f} s)")
    return ok


def add(total: dict[str, dict[str, int]], part: dict[str, dict[str, int]]) -> None:
    for kind, numbers in part.items():
        for outcome, number in numbers.items():
            total.setdefault(kind, {}).setdefault(outcome, 0)
            total[kind][outcome] += number


def verdict(failed: list[str], counts: dict[str, dict[str, int]]) -> int:
    """Print what ran and what did not; in CI a browser, PostgreSQL or LibreOffice test that didn't run is a failure."""
    say("---")
    for kind, label in KINDS:
        number = counts.get(kind, {})
        ran, skipped = number.get("passed", 0) + number.get("failed", 0), number.get("skipped", 0)
        say(f"{label} tests: {ran} ran, {skipped} skipped.")
        if IN_CI and (skipped or not ran):
            failed.append(f"{label} tests that did not run")
    other = counts.get("all", {}).get("skipped", 0)
    if other:
        say(f"Skipped in all: {other} (the reasons stand above, at SKIPPED).")
    if failed:
        say("Not good: " + ", ".join(failed) + ".")
        return 1
    say("All good.")
    return 0


# --- the long runs and the pictures ---------------------------------------------------------------------------


def faults(options: argparse.Namespace) -> int:
    environment("requirements-dev.txt")
    programs_for_tests("strace")
    return python("-m", "pytest", "tests/faults", "-q", "-s", *options.rest, extra={"TIENSTAP_FAULTS": "full"})


def bench(options: argparse.Namespace) -> int:
    use(ROOT / ".venv-bench")  # what the engine is measured beside never comes into the app's environment
    environment("bench/requirements-bench.txt")
    return python("-m", "bench", *options.rest)


def use(folder: Path) -> None:
    """From here on, work in another environment than .venv."""
    global VENV, PYTHON
    VENV, PYTHON = folder, folder / PYTHON.relative_to(VENV)


def screenshot(options: argparse.Namespace) -> int:
    environment("requirements-dev.txt")
    chromium = chromium_for_tests(PYTHON)
    if not chromium:
        return 1
    return python("-m", "tools.screenshots", *options.rest, extra={"TIENSTAP_CHROMIUM": chromium})


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
