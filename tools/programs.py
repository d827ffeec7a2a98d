"""Programs of the system that tests use: found, installed where that is for us to do, or a sentence about them.

Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
PROGRAMS = {  # of the system, that some tests use: name, which tests, packages
    "soffice": ("LibreOffice", "recalculate a workbook", ("--no-install-recommends", "libreoffice-calc-nogui")),
    "strace": ("strace", "let a disk fail", ("strace",)),
    "haproxy": ("HAProxy", "run the app as a host does", ("postgresql", "haproxy")),
}


class Stop(Exception):
    """A sentence for the person at the keyboard; dev.py ends with it."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def find_chromium() -> str | None:
    """The path of an installed Chromium, Chrome or Edge, or None. TIENSTAP_CHROMIUM goes first."""
    chosen = os.environ.get("TIENSTAP_CHROMIUM")
    if chosen:
        if not Path(chosen).is_file():
            raise Stop(f"TIENSTAP_CHROMIUM names {chosen}, which does not exist: correct it or remove the variable.")
        return chosen
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in CHROMIUM_PLACES if Path(place).is_file()), None)


def chromium_for_tests(python: Path) -> str | None:
    """A Chromium, fetched when there is none; without one a sentence, and the browser tests are skipped."""
    found = find_chromium()
    if found:
        return found
    if installed("Chromium", "chromium"):
        found = find_chromium()
    return found or downloaded_chromium(python)


def installed(what: str, *packages: str) -> bool:
    """Install the system's packages, which only CI does, as root; False when that isn't for us to do."""
    if not (IN_CI and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return False
    say(f"No {what} here: installing the system's package ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "-q", "install", "-y", *packages]
    for command in (["apt-get", "-q", "update"], install):
        subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return True


def downloaded_chromium(python: Path) -> str | None:
    """The Chromium of the browser driver that this Python has, downloaded if it may be."""
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    place = subprocess.run([str(python), "-c", ask], capture_output=True, text=True).stdout.strip()
    if not (place and Path(place).is_file()):
        say("No Chromium here: trying to download one ...")
        command = [str(python), "-m", "playwright", "install", "chromium"]
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=300)
    if place and Path(place).is_file():
        return place
    say(
        "No Chromium found and none could be downloaded, so the browser tests are skipped: install Chromium or Chrome "
        "(Debian and Ubuntu: sudo apt-get install chromium) or set TIENSTAP_CHROMIUM to its path."
    )
    return None


def programs_for_tests(*wanted: str) -> None:
    """What some tests use of the system; without it a sentence, and those tests are skipped."""
    for program in wanted:
        name, does, packages = PROGRAMS[program]
        if not shutil.which(program):
            installed(name, *packages)
        if not shutil.which(program):
            how = f"(Debian and Ubuntu: sudo apt-get install {packages[-1]})"
            say(f"No {name} found, so the tests that {does} are skipped: install it {how}, with {program} on the PATH.")
