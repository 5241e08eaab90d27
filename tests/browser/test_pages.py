"""The pages in headless Chromium: nothing is fetched, nothing is logged, and they print well."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import pytest
from tests.careers import AS_OF, LONG, SHORT, long_career, places, short_career
from tests.end_to_end.running import Command

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here: install chromium to look at the pages"
)

# What the browser asks its maker for, whatever page is open.
ITS_OWN = frozenset(
    {
        "accounts.google.com",
        "clients2.google.com",
        "content-autofill.googleapis.com",
        "optimizationguide-pa.googleapis.com",
        "redirector.gvt1.com",
        "update.googleapis.com",
        "www.google.com",
    }
)

CAREER = "file.html"
PAGES = (CAREER, "single.html", "picture.html", "list.html", "compare.html")


@dataclass(frozen=True)
class Visit:
    """What a browser did with a page."""

    asked_for: list[str]
    logged: list[str]
    wider_by: int


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page of each sort, in Chinese."""
    folder = tmp_path_factory.mktemp("pages")
    command = Command(url=str(folder / "ledger.db"), folder=folder, lang="zh")
    command.run("init")
    events = [*places(), *long_career(), *short_career()]
    command.run("import", command.lines("careers.jsonl", *events))
    asked = {
        CAREER: ["export", LONG],
        "single.html": ["export", SHORT],
        "picture.html": ["timeline", LONG, "--format", "html"],
        "list.html": ["standings", "honor_allowance", "--format", "html", "--mask"],
        "compare.html": ["compare", LONG, SHORT, "--format", "html"],
    }
    for name, arguments in asked.items():
        command.run(*arguments, "--as-of", AS_OF, "--out", str(folder / name))
    return folder


def browse(folder: Path, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    return subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            f"--user-data-dir={folder / 'profile'}",
            "--enable-logging=stderr",
            "--window-size=1280,900",
            *options,
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )


def visit(pages: Path, name: str, folder: Path) -> Visit:
    """Open the page with a line added that tells how much wider than the window it is."""
    probe = folder / name
    page = (pages / name).read_text(encoding="utf-8")
    # The page allows no script, so the probe lifts that; what it may fetch stays forbidden.
    page = page.replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';")
    page = page.replace(
        "</body>",
        "<script>document.title = document.documentElement.scrollWidth"
        " - document.documentElement.clientWidth</script></body>",
    )
    probe.write_text(page, encoding="utf-8")
    log = folder / "net.json"
    ran = browse(folder, probe, f"--log-net-log={log}", "--dump-dom")
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    urls = [one["params"]["url"] for one in events if "url" in one.get("params", {})]
    title = re.search(r"<title>(-?\d+)</title>", ran.stdout)
    assert title is not None
    return Visit(
        asked_for=[url for url in urls if url.startswith(("http", "file", "ws"))],
        logged=[line for line in ran.stderr.splitlines() if "CONSOLE" in line],
        wider_by=int(title[1]),
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_logs_nothing_and_is_no_wider_than_the_window(
    pages: Path, tmp_path: Path, name: str
) -> None:
    seen = visit(pages, name, tmp_path)

    others = [url for url in seen.asked_for if urlsplit(url).hostname not in ITS_OWN]
    assert [url for url in others if not url.endswith(f"/{name}")] == []
    assert seen.logged == []
    assert seen.wider_by == 0


def test_the_probe_would_see_a_request_and_an_error(tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text(
        "<title>0</title><body><img src='http://127.0.0.1:9/picture.png'>"
        "<script>console.error('seen')</script></body>",
        encoding="utf-8",
    )

    seen = visit(tmp_path, "bad.html", tmp_path)

    assert any("127.0.0.1:9" in url for url in seen.asked_for)
    assert any("seen" in line for line in seen.logged)


def test_printed_the_picture_lies_across_its_page_and_no_page_is_empty(
    pages: Path, tmp_path: Path
) -> None:
    out = tmp_path / "printed.pdf"

    browse(tmp_path, pages / CAREER, "--no-pdf-header-footer", f"--print-to-pdf={out}")

    with pikepdf.open(out) as document:
        sizes = [tuple(map(float, page.mediabox[2:])) for page in document.pages]
        words = [len(page.Contents.read_bytes()) for page in document.pages]
    across = [width > height for width, height in sizes]
    assert across.count(True) == 1
    assert across.index(True) in {1, 2}
    assert 5 <= len(sizes) <= 8
    assert min(words) > 2000
