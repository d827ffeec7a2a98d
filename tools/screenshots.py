"""Pictures of every screen, from the running app with the example portfolio: `python3 dev.py screenshot`.

All go to var/screenshots/, as long as the page is; the first screenful of those that the README shows to docs/images/.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from portfolio import example, processes
from portfolio.identity import COMMAND_LINE
from portfolio.store import open_store
from tests.support.app import AppServer
from tests.support.browser import Pages, launch, unroll

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "var" / "screenshots"
IMAGES = ROOT / "docs" / "images"
IN_README = {"portfolio-nl-1440", "raming-nl-1440"}
SCREENS = {
    "portfolio": "/portfolio",
    "raming": "/raming?process={process}",
    "wat-als": "/wat-als?process={process}",
    "aanvraag": "/aanvraag?process={process}",
    "proces": "/proces?process={process}",
    "ervaringscijfers": "/ervaringscijfers?process={process}",
}
WIDTHS = (1440, 390)
FIRST_SCREENFUL = {"width": 1440, "height": 1080}
LANGUAGES = {"nl": "nl-NL", "en": "en-US"}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("screens", nargs="*", help=f"which screens ({', '.join(SCREENS)}); all without one")
    parser.add_argument("--dark", action="store_true", help="in the dark theme")
    parser.add_argument("--empty", action="store_true", help="on an empty database")
    options = parser.parse_args(arguments)
    unknown = set(options.screens) - set(SCREENS)
    if unknown:
        parser.error(f"no such screen: {', '.join(sorted(unknown))}; there are {', '.join(SCREENS)}")
    with tempfile.TemporaryDirectory() as folder:
        server = AppServer(Path(folder))
        process = "" if options.empty else load_example(server.database_url)
        server.start()
        try:
            take_all(server, process, options.screens or list(SCREENS), options.dark, options.empty)
        finally:
            server.stop()
    return 0


def load_example(url: str) -> str:
    """Put the example portfolio in the database; the id of the process that the pictures are about."""
    store = open_store(url)
    example.load(store, COMMAND_LINE)
    rows = processes.listing(store)
    store.close()
    return rows[0].id


def take_all(server: AppServer, process: str, screens: list[str], dark: bool, empty: bool) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    suffix = ("-dark" if dark else "") + ("-empty" if empty else "")
    with launch() as browser:
        for screen in screens:
            for language, locale in LANGUAGES.items():
                for width in WIDTHS:
                    name = f"{screen}-{language}-{width}{suffix}"
                    path = with_language(SCREENS[screen].format(process=process), language)
                    pages = Pages(browser)
                    page = pages(server, path, locale=locale, width=width, dark=dark)
                    if name in IN_README:
                        picture_for_readme(page, IMAGES / f"{screen}.png")
                    unroll(page)
                    page.screenshot(path=TARGET / f"{name}.png")
                    pages.close()
                    print(os.path.relpath(TARGET / f"{name}.png", ROOT))


def picture_for_readme(page: Page, target: Path) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size(FIRST_SCREENFUL)
    page.wait_for_timeout(1500)  # charts draw after the script has run
    page.screenshot(path=target)


def with_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
