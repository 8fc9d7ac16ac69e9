"""How the page looks and sounds, and the view of the requests."""

import unittest

from browser import MODELS, BrowserTest
from standin import Answer

RICH = ("# Head\n\nWords *of* a paragraph with `code`, a [link](https://x.example) and $x^2$.\n\n```python\n" + "x = 1  # long\n" * 3 + "y" * 300
        + "\n```\n\n| a | b | c | d | e | f |\n|--|--|--|--|--|--|\n" + "| some words | 1 | 2 | 3 | 4 | a_very_long_word_without_any_room_to_break |\n" * 2
        + "\n> quote\n\n$$\\sum_{i=0}^n " + "x_i + " * 60 + "1$$\n\n" + "w" * 500)

CONTRAST = """() => {
    const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
    const behind = (node) => {
        for (let up = node; up; up = up.parentElement) {
            const colour = parse(getComputedStyle(up).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    const found = [];
    for (const node of document.querySelectorAll("body *")) {
        const style = getComputedStyle(node);
        if (!node.checkVisibility() || style.opacity !== "1" || node.closest(":disabled, .unseen, .skip")) continue;
        const colours = [style.color];
        if (node.placeholder) colours.push(getComputedStyle(node, "::placeholder").color);
        const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== "") || node.placeholder || node.value;
        if (!hasText) continue;
        for (const colour of colours) {
            const [a, b] = [light(parse(colour)), light(behind(node))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) found.push(`${node.tagName}#${node.id}.${node.className}: ${ratio.toFixed(2)}`);
        }
    }
    return found;
}"""

NAMELESS = """() => [...document.querySelectorAll("button, input, select, textarea, main, nav, section, dialog, [role=region], [role=group]")]
    .filter((node) => !(node.labels?.length || node.getAttribute("aria-label") || document.getElementById(node.getAttribute("aria-labelledby"))
        || node.tagName === "BUTTON" && node.textContent.trim()))
    .map((node) => node.outerHTML.slice(0, 80))"""


class LookTests(BrowserTest):
    def fill(self):
        """A conversation with all that can be seen in it."""
        self.answers = {"metis": Answer(RICH, reasoning="Thinking " * 50, pause=0, size=50), "sophia": Answer(RICH, error="It broke " + "x" * 200, pause=0, size=50)}
        self.ask("A long question? " + "q" * 200)

    def test_nothing_is_wider_than_the_screen(self):
        for width in (320, 400, 700, 1024, 1600):
            self.page.set_viewport_size({"width": width, "height": 800})
            self.fill()
            for step in ("#verdict", "#outcome"):
                self.page.wait_for_selector(step)
                self.assertLessEqual(self.page.evaluate("document.documentElement.scrollWidth"), width, f"{step} at {width}")
                if step == "#verdict":
                    self.page.keyboard.press("1")
            self.page.click("[data-view=requests]")
            self.page.wait_for_selector("#requests-table tbody tr")
            self.assertLessEqual(self.page.evaluate("document.documentElement.scrollWidth"), width, f"requests at {width}")
            self.page.click("[data-view=compare]")
            self.page.click("#restart")

    def test_contrast(self):
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            self.fill()
            self.page.click("#setup summary")
            self.assertEqual(self.page.evaluate(CONTRAST), [], scheme)
            self.page.click("[data-vote=left]")
            self.page.wait_for_selector("#outcome")
            self.assertEqual(self.page.evaluate(CONTRAST), [], scheme)
            self.page.click("[data-view=requests]")
            self.page.wait_for_selector("#requests-table tbody tr")
            self.assertEqual(self.page.evaluate(CONTRAST), [], scheme)
            self.page.click("[data-view=compare]")
            self.page.click("#setup summary")
            self.page.click("#restart")

    def test_colours_can_be_chosen(self):
        paper = "getComputedStyle(document.body).backgroundColor"
        self.page.emulate_media(color_scheme="dark")
        dark = self.page.evaluate(paper)
        self.page.click("#theme")
        light = self.page.evaluate(paper)
        self.assertNotEqual(light, dark)
        self.page.reload()
        self.until(MODELS)
        self.assertEqual(self.page.evaluate(paper), light)
        self.page.emulate_media(color_scheme="light")
        self.page.click("#theme")
        self.assertEqual(self.page.evaluate(paper), dark)

    def test_everything_has_a_name(self):
        self.fill()
        self.assertEqual(self.page.evaluate(NAMELESS), [])
        self.assertEqual(self.page.locator("main:visible").count(), 1)
        headings = self.page.evaluate("[...document.querySelectorAll('#compare :is(h2, h3)')].map((h) => h.textContent)")
        self.assertEqual(headings, ["Question 1", "Answer 1", "Answer 2"])
        ids = self.page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
        self.assertEqual(len(ids), len(set(ids)))

    def test_focus_is_seen_and_in_order(self):
        order = []
        self.page.evaluate("document.activeElement.blur()")
        for _ in range(9):
            self.page.keyboard.press("Tab")
            order.append(self.page.evaluate("document.activeElement.id || document.activeElement.dataset.view || document.activeElement.tagName"))
            outline = self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            self.assertNotEqual(outline, "none", order[-1])
        self.assertEqual(order, ["A", "compare", "requests", "theme", "model-a", "model-b", "blind", "SUMMARY", "question"])

    def test_a_warning_of_the_server_is_shown(self):
        self.server.warning = "The sign-in ends in two days: run 'alcf authenticate'."
        page = self.open_page()
        page.wait_for_selector("#server-warning")
        self.assertEqual(page.inner_text("#server-warning"), self.server.warning)
        page.context.close()


class RequestsTests(BrowserTest):
    def setUp(self):
        super().setUp()
        self.answers = {"sophia": Answer(status=503, error="The model is starting.")}
        self.ask()
        self.page.click("[data-view=requests]")
        self.page.wait_for_selector("#requests-table tbody tr")

    def rows(self):
        return self.page.locator("#requests-table tbody tr:visible").count()

    def test_rows(self):
        self.assertEqual(self.rows(), 2)
        cells = {cells[3]: cells for cells in ([cell.inner_text() for cell in row.locator("td").all()]
                                               for row in self.page.locator("#requests-table tbody tr").all())}
        self.assertEqual(cells["metis"][1:3] + cells["metis"][4:6] + cells["metis"][8:], ["Mozilla", "gpt-oss-120b", "20", "3", "1.50 s", "ok"])
        self.assertEqual(cells["metis"][7], f"{2 / 1.45:.1f} tok/s")
        self.assertEqual(cells["sophia"][9], "503 model_starting: The model is starting.")
        self.assertEqual(cells["sophia"][7], "–")

    def test_new_ones_come_first_until_paused(self):
        self.server.requests.append({**self.server.requests[0], "number": 3, "model": "new-model", "fallback_from": "sophia", "cluster": "metis"})
        self.until("document.querySelectorAll('#requests-table tbody tr').length === 3")
        first = self.page.locator("#requests-table tbody tr").first.inner_text()
        self.assertIn("new-model", first)
        self.assertIn("metis, instead of sophia", first)
        self.page.click("#pause")
        self.server.requests.append({**self.server.requests[0], "number": 4})
        self.page.wait_for_timeout(1500)
        self.assertEqual(self.rows(), 3)
        self.page.click("#pause")
        self.until("document.querySelectorAll('#requests-table tbody tr').length === 4")

    def test_filter(self):
        self.page.fill("#filter", "STARTING")
        self.assertEqual(self.rows(), 1)
        self.page.fill("#filter", "")
        self.page.check("#failed-only")
        self.assertEqual(self.rows(), 1)
        self.assertEqual(self.page.inner_text("#requests-count"), "1 of 2 requests")
        self.page.uncheck("#failed-only")
        self.assertEqual(self.rows(), 2)

    def test_a_server_that_began_anew(self):
        self.server.uptime = 1.0
        self.server.requests[:] = [{**self.server.requests[0], "model": "again"}]
        self.until("document.querySelector('#requests-table tbody').textContent.includes('again')")
        self.assertEqual(self.rows(), 1)


if __name__ == "__main__":
    unittest.main()
