"""The page with the program that serves it, before a simulated service."""

import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import unittest
import urllib.request

from browser import MODELS, BrowserTest
from standin import POLICY

ALCF = os.environ.get("ALCF")


@unittest.skipUnless(ALCF, "no program was named")
class ServerTests(BrowserTest):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.TemporaryDirectory()
        self.environment = {**os.environ, "HOME": self.folder.name, "XDG_STATE_HOME": self.folder.name + "/state"}
        self.votes = pathlib.Path(self.folder.name, "state/alcf/comparisons.jsonl")
        self.process = subprocess.Popen(
            [ALCF, "simulate", "--speed", "50", "--", ALCF, "serve", "--port", "0", "--json"], env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, start_new_session=True)
        ready = ""
        while '"page"' not in ready:
            line = self.process.stdout.readline()
            self.assertNotEqual(line, "", "the server did not begin")
            ready += line
        self.root = re.search(r'"page": ?"([^"]+)"', ready).group(1)
        self.key = subprocess.run([ALCF, "serve", "--print-key"], env=self.environment, capture_output=True, text=True, check=True).stdout.strip()

    def tearDown(self):
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(20)
        self.process.stdout.close()
        self.folder.cleanup()
        super().tearDown()

    def test_policy_is_sent(self):
        with urllib.request.urlopen(self.root) as answer:
            self.assertEqual(answer.headers["content-security-policy"], POLICY)
            self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
        with urllib.request.urlopen(self.root + "page/main.js") as answer:
            self.assertEqual(answer.headers["content-type"], "text/javascript; charset=utf-8")

    def test_question_vote_record_report(self):
        self.page.goto(f"{self.root}#key={self.key}")
        self.until(MODELS)
        self.ask("Where is the capital of France?")
        self.assertEqual(self.texts(".answer .state"), ["complete", "complete"], self.page.inner_text("#turns"))
        self.page.keyboard.press("1")
        self.page.wait_for_selector("#outcome")
        self.assertIn("Recorded: Answer 1 is better. Answer 1 is ", self.page.inner_text("#outcome"))
        vote = json.loads(self.votes.read_text())
        self.assertEqual((vote["type"], vote["vote"], vote["blind"], vote["turns"]), ("comparison", "left", True, 1))
        self.assertEqual({vote["left"]["cluster"], vote["right"]["cluster"]}, {name.split("/")[0] for name in self.texts(".answer .name")})
        self.assertGreater(vote["left"]["tokens"], 0)
        self.assertNotIn("France", self.votes.read_text())
        self.assertEqual(self.votes.stat().st_mode & 0o777, 0o600)
        self.page.click("[data-view=requests]")
        self.until("document.querySelectorAll('#requests-table tbody tr').length === 2")
        self.assertEqual(self.texts("#requests-table td.outcome"), ["ok", "ok"])
        report = subprocess.run([ALCF, "benchmark", "report", str(self.votes)], env=self.environment, capture_output=True, text=True)
        self.assertEqual(report.returncode, 0, report.stderr)
        self.assertIn("1 blind vote", report.stdout)
        self.assertEqual(self.troubles, [])


if __name__ == "__main__":
    unittest.main()
