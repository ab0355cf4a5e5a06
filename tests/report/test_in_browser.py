"""The pages in a real browser: nothing runs, nothing leaves, everybody can read them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from naughty import hostile
from reporting import DIGEST, ROOT, dossier, golden_files

from certify.core.package import Package
from certify.core.report import Run
from certify.plugins import load_rules
from certify.report.html import index_page, page
from certify.report.index import named, row_of
from certify.sources import find_origins

if TYPE_CHECKING:
    from pathlib import Path

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


class Visit:
    """A page that is open, and all that it did."""

    def __init__(self, browser, html: str, folder: Path, **context):
        file = folder / "page.html"
        file.write_text(html, "utf-8")
        self.happened: list[str] = []
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.happened.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.happened.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.happened.append("dialog"), dialog.dismiss()))
        self.page.on("popup", lambda _: self.happened.append("popup"))
        address = file.as_uri()

        def route(given):
            if given.request.url.partition("#")[0] == address:
                given.continue_()
            else:
                self.happened.append(f"request: {given.request.url}")
                given.abort()

        self.page.route("**/*", route)
        self.page.goto(address)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


@pytest.fixture
def visit(browser, tmp_path):
    def open_page(html: str, **context):
        return Visit(browser, html, tmp_path, **context)

    return open_page


def made(package):
    return page(dossier(package))


def golden():
    return Package("golden", "golden", golden_files())


def many_rows():
    row = row_of(dossier(golden()))
    rows = []
    for number in range(30):
        verdict = ("ready", "changes-required", "inconclusive")[number % 3]
        each = replace(
            row, title=f"Connector {number:02}", name=f"c{number}", errors=number * 7 % 30, verdict=verdict
        )
        rows.append(named(each, [other.file for other in rows]))
    return rows


def index():
    return index_page(many_rows(), Run("1.2.3", load_rules(), lambda: DIGEST))


def test_naughty_texts_in_every_field_neither_run_nor_break_out(visit):
    with visit(made(hostile(golden_files()))) as visited:
        visited.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        visited.page.get_by_label("Filter findings").fill("<script>")
        visited.page.get_by_label("Filter findings").fill("")
        for place in visited.page.locator("main a[href^='#']").all()[:5]:
            place.click()
        visited.page.mouse.move(300, 300)
        assert visited.page.evaluate("typeof window.__pwned") == "undefined"
        assert visited.page.evaluate("document.scripts.length") == 1
        assert (
            visited.page.evaluate(
                "document.querySelectorAll('img, iframe, form, base, object, embed').length"
            )
            == 0
        )
        assert visited.page.locator("main > section").count() >= 7
        assert visited.happened == []


def test_naughty_texts_in_the_index_neither_run_nor_break_out(visit):
    row = named(row_of(dossier(hostile(golden_files()))), ())
    with visit(
        index_page([row, replace(row, file="b")], Run("1.2.3", load_rules(), lambda: DIGEST))
    ) as visited:
        visited.page.get_by_role("button", name="Connector").click()
        visited.page.get_by_label("Filter").fill("x")
        assert visited.page.evaluate("typeof window.__pwned") == "undefined"
        assert visited.happened == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["report", "index"])
def test_everybody_can_read_the_pages(visit, scheme, kind):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    html = index() if kind == "index" else made(Package("x", "x", broken()))
    with visit(html, color_scheme=scheme) as visited:
        # One table of rules is like the others, and axe takes half a minute for five hundred rows.
        visited.page.evaluate(
            "document.querySelectorAll('details:not(.outcome), .outcome:first-of-type').forEach(each => { each.open = true })"
        )
        found = axe.run(visited.page).response["violations"]
        serious = [each for each in found if each["impact"] in {"serious", "critical"}]
        assert serious == [], json.dumps(
            [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in serious], indent=1
        )
        assert visited.happened == []


def broken():
    """The golden package with something for most sections to show."""
    files = golden_files()
    definition = files["apiDefinition.swagger.json"].decode().replace('"summary"', '"was"', 3)
    return {**files, "apiDefinition.swagger.json": definition.encode()}


def test_the_page_fits_a_phone(visit):
    for html in (made(Package("x", "x", broken())), made(hostile(golden_files())), index()):
        with visit(html, viewport={"width": 360, "height": 740}) as visited:
            visited.page.evaluate(
                "document.querySelectorAll('details').forEach(each => { each.open = true })"
            )
            assert visited.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_columns_of_the_index_sort_both_ways(visit):
    with visit(index()) as visited:
        head = visited.page.get_by_role("button", name="Errors")
        column = visited.page.locator("#connectors tbody td:nth-child(3)")
        head.click()
        errors = [int(cell) for cell in column.all_inner_texts()]
        assert errors == sorted(errors, reverse=True)
        assert visited.page.locator("th[aria-sort=descending]").inner_text().startswith("Errors")
        head.click()
        assert [int(cell) for cell in column.all_inner_texts()] == sorted(errors)
        visited.page.get_by_role("button", name="Connector").click()
        titles = visited.page.locator("#connectors tbody th").all_inner_texts()
        assert titles == sorted(titles)
        assert visited.happened == []


def test_the_index_filters_and_says_how_many_are_shown(visit):
    with visit(index()) as visited:
        visited.page.get_by_label("Filter").fill("connector 1")
        rows = visited.page.locator("#connectors tbody tr:visible")
        assert rows.count() == 10
        assert visited.page.get_by_role("status").inner_text() == "10 of 30 shown"
        visited.page.get_by_label("Filter").fill("")
        assert rows.count() == 30


def test_findings_filter_by_what_they_say(visit):
    with visit(made(Package("x", "x", broken()))) as visited:
        rules = visited.page.locator("#findings details.rule:visible")
        before = rules.count()
        visited.page.get_by_label("Filter findings").fill("op-summary-present")
        assert 0 < rules.count() < before
        assert "op-summary-present" in rules.first.text_content()


@pytest.mark.parametrize(
    ("label", "wanted", "items"),
    [
        ("Filter operations", "stock", "#operations details.card"),
        ("Filter rules", "op-summary-present", "#rules tbody tr"),
    ],
)
def test_operations_and_rules_filter_and_what_is_folded_opens(visit, label, wanted, items):
    with visit(made(Package("x", "x", broken()))) as visited:
        every = visited.page.locator(items).count()
        visited.page.get_by_label(label).fill(wanted)
        kept = visited.page.locator(f"{items}:not([hidden])")
        assert 0 < kept.count() < every
        assert all(wanted in (each.text_content() or "").lower() for each in kept.all())
        assert kept.first.is_visible()
        visited.page.get_by_label(label).fill("no such thing anywhere")
        assert visited.page.locator(f"{items}:visible").count() == 0
        visited.page.get_by_label(label).fill("")
        assert visited.page.locator(f"{items}:not([hidden])").count() == every
        assert visited.happened == []


def test_everything_can_be_reached_and_worked_by_keyboard(visit):
    with visit(made(Package("x", "x", broken()))) as visited:
        visited.page.keyboard.press("Tab")
        assert visited.page.evaluate("document.activeElement.className") == "skip"
        visited.page.locator("#operations details.card > summary").first.focus()
        visited.page.keyboard.press("Enter")
        assert visited.page.locator("#operations details.card").first.get_attribute("open") is not None
        visited.page.get_by_role("button", name="Close all").last.focus()
        visited.page.keyboard.press("Space")
        assert visited.page.locator("#operations details.card[open]").count() == 0
    with visit(index()) as visited:
        visited.page.get_by_role("button", name="Errors").focus()
        visited.page.keyboard.press("Enter")
        assert visited.page.locator("th[aria-sort=descending]").inner_text().startswith("Errors")


def test_a_step_leads_to_its_findings_and_opens_them(visit):
    with visit(made(Package("x", "x", broken()))) as visited:
        visited.page.evaluate(
            "document.querySelectorAll('#findings details').forEach(each => { each.open = false })"
        )
        link = visited.page.locator("#to-do .steps a").first
        link.click()
        target = (link.get_attribute("href") or "#")[1:]
        visited.page.wait_for_function("id => document.getElementById(id).open", arg=target)


def test_everything_is_there_without_scripts(visit):
    for html, texts in (
        (made(golden()), ["Ready", "maker’s view"]),
        (index(), ["Connector 00", "Connector 29"]),
    ):
        with visit(html, java_script_enabled=False) as visited:
            body = visited.page.locator("body").inner_text()
            assert all(each in body for each in texts)
            assert not visited.page.locator(".tools").first.is_visible()


def test_print_shows_what_is_folded(visit):
    with visit(made(golden()), java_script_enabled=False) as visited:
        folded = visited.page.locator("details.card:not([open]) .inside").first
        assert not folded.is_visible()
        visited.page.emulate_media(media="print")
        assert folded.bounding_box() is not None
        assert (folded.bounding_box() or {})["height"] > 20
        assert not visited.page.locator("nav").is_visible()


@pytest.mark.corpus
def test_real_packages_open_without_a_complaint(visit, corpus):
    origins = list(find_origins(str(corpus)))
    for origin in origins[:: len(origins) // 10][:10]:
        with visit(made(origin.load())) as visited:
            assert visited.page.locator("h1").inner_text()
            assert visited.happened == []


def test_the_example_of_the_checkout_opens_without_a_complaint(visit):
    (origin,) = find_origins(str(ROOT / "examples" / "harbor-weather"))
    with visit(made(origin.load())) as visited:
        assert visited.page.locator("#verdict h2").inner_text() == "Changes required"
        assert visited.happened == []


def test_the_index_is_whole_on_a_phone_and_on_paper(visit):
    with visit(index(), viewport={"width": 360, "height": 740}) as visited:
        within = "each => each.getBoundingClientRect().right <= window.innerWidth"
        cells = "[...document.querySelectorAll('#connectors :is(th, td)')]"
        assert visited.page.evaluate(f"{cells}.every({within})")
        visited.page.get_by_role("button", name="Errors").click()
        assert visited.page.locator("th[aria-sort=descending]").inner_text().startswith("Errors")
        # A4 without its margins, in pixels of CSS
        visited.page.set_viewport_size({"width": 688, "height": 1017})
        visited.page.emulate_media(media="print")
        assert visited.page.evaluate(f"{cells}.every({within})")
