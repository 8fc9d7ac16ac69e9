"""A Chromium without a window, driven by Playwright, and what the tests of the page have in common."""

import os
import shutil
import unittest

from playwright.sync_api import sync_playwright

from standin import KEY, Answer, StandIn


MODELS = "document.getElementById('model-a').options.length > 1"


def chromium():
    """Path of a Chromium on this machine; None for none."""
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


class BrowserTest(unittest.TestCase):
    """A test with a page of its own, and a stand-in for the server behind it."""

    @classmethod
    def setUpClass(cls):
        cls.playwright = sync_playwright().start()
        # Containers have no room for Chromium's own sandbox; what is tested is ours.
        cls.browser = cls.playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()

    def setUp(self):
        self.answers = {}
        self.server = StandIn(lambda model: self.answers.get(model.split("/")[0], Answer(f"Words of {model.split('/')[0]}.")))
        self.troubles, self.outside = [], []
        self.page = self.open_page()

    def tearDown(self):
        self.page.context.close()
        self.server.shutdown()
        self.server.server_close()

    def open_page(self, key=KEY, **options):
        """A new tab. What the page complains of, and what it asks of other hosts, is kept."""
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        page = context.new_page()
        page.set_default_timeout(60000)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda message: self.troubles.append(message.text) if message.type in ("error", "warning") else None)
        page.on("request", lambda request: None if request.url.startswith((self.server.address, "data:", "blob:"))
                else self.outside.append(request.url))
        page.on("dialog", lambda dialog: (self.troubles.append("dialog"), dialog.dismiss()))
        page.goto(self.server.address + (f"#key={key}" if key else ""))
        if key == KEY:
            self.until(MODELS, page)
        return page

    def until(self, condition, page=None):
        """Waits for something to be true. (Playwright's own way makes code of a string, which the page's policy forbids.)"""
        for _ in range(1200):
            if (page or self.page).evaluate(condition):
                return
            (page or self.page).wait_for_timeout(50)
        self.fail(f"not within 60 s: {condition}")

    def ask(self, question="What is it?", wait=True):
        self.page.fill("#question", question)
        self.page.press("#question", "Enter")
        if wait:
            self.page.wait_for_selector("#stop", state="hidden")

    def run_module(self, source, argument=None):
        """The value of a function of the page's modules: `source` is its body, and has `m` to import them."""
        return self.page.evaluate(f"async (a) => {{ const m = (name) => import(`/page/${{name}}.js`); {source} }}", argument)

    def texts(self, selector):
        return self.page.locator(selector).all_inner_texts()
