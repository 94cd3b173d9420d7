"""Page weights and Lighthouse scores of the demo site.

    make bench WHAT=pages

Serves the site as in production (tests/stage), opens pages in Chromium as a phone and as a desktop
computer, and prints one table of weights and one of Lighthouse scores. Needs Chromium and, for the
scores, npm.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.stage.server import Server

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--headless=new", "--disable-gpu", "--disable-quic"]
LIGHTHOUSE = Path(__file__).parent.parent / ".tools/lighthouse/node_modules/.bin/lighthouse"
PAGES = {
    "home": "/",
    "unit": "/units/institute/tumor-biology/",
    "news": "/news/therapeutic-tuberculosis-vaccine/",
    "event": "/events/core-facilities-open-house/",
    "search": "/search/",
    "search results": "/search/?q=cancer",  # noindex on purpose, which lowers "seo"
}
TEXTS = {"document", "stylesheet", "script"}
PHONE = {"viewport": {"width": 360, "height": 780}, "device_scale_factor": 2, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
ATTEMPTS = 4
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]


def weigh(browser, url, device):
    """Bytes transferred on a first visit without scrolling: (HTML, CSS and JS; all)."""
    context = browser.new_context(**device)
    page = context.new_page()
    requests = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(url, wait_until="networkidle")
    sizes = [(request.resource_type, wire_size(request)) for request in requests]
    context.close()
    return sum(size for kind, size in sizes if kind in TEXTS), sum(size for __, size in sizes)


def wire_size(request):
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def audit(url, preset):
    """Lighthouse scores out of 100, then layout shift and blocking time (ms)."""
    report = run_lighthouse(url, [] if preset == "mobile" else ["--preset=desktop"])
    scores = [round(100 * report["categories"][name]["score"]) for name in CATEGORIES]
    audits = report["audits"]
    shift, blocked = (
        audits[name]["numericValue"] for name in ("cumulative-layout-shift", "total-blocking-time")
    )
    return [*scores, round(shift, 3), round(blocked)]


def run_lighthouse(url, options):
    """Its report; retries, because the browser sometimes exits early."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.json")
        command = [
            LIGHTHOUSE,
            url,
            "--quiet",
            "--output=json",
            f"--output-path={file}",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={' '.join(FLAGS)}",
            *options,
        ]
        for __ in range(ATTEMPTS):
            if not subprocess.run(command, env={**os.environ, "CHROME_PATH": CHROMIUM}).returncode:
                return json.loads(file.read_text())
    raise SystemExit(f"Lighthouse failed on {url}.")


def weights(server):
    print("| Page | device | HTML, CSS, JS (kB) | all (kB) |\n|---|---|---:|---:|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path in PAGES.items():
            for device, options in (("phone", PHONE), ("desktop", DESKTOP)):
                text, everything = weigh(browser, server.url + path, options)
                print(f"| {name} | {device} | {text / 1000:.1f} | {everything / 1000:.1f} |")


def scores(server):
    heads = [*CATEGORIES, "layout shift", "blocked (ms)"]
    print(f"\n| Page | device | {' | '.join(heads)} |\n|---|---|{'---:|' * len(heads)}")
    for name, path in PAGES.items():
        for preset in ("mobile", "desktop"):
            row = " | ".join(str(value) for value in audit(server.url + path, preset))
            print(f"| {name} | {preset} | {row} |", flush=True)


def main():
    with Server() as server:
        weights(server)
        if LIGHTHOUSE.exists():
            scores(server)
        else:
            print("\nLighthouse is missing: make .tools/lighthouse")


if __name__ == "__main__":
    main()
