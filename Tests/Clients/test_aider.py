"""Aider without a terminal, by the settings that `alcf agent configure aider` writes. AIDER names its executable."""

import os
import subprocess
import tempfile
import unittest

import support

AIDER = os.environ.get("AIDER")


@unittest.skipUnless(AIDER, "Aider is not installed")
class AiderTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = support.served()
        cls.folder = tempfile.TemporaryDirectory(prefix="alcf-aider-")
        cls.environment = dict(cls.served.environment, HOME=cls.folder.name, XDG_STATE_HOME=os.path.join(
            cls.served.home, ".local", "state"))
        port = cls.served.anthropic.rsplit(":", 1)[1]
        subprocess.run(
            [support.ALCF, "agent", "configure", "aider", "--port", port, "--model", "editing"], env=cls.environment,
            check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def ask(self, *arguments):
        return subprocess.run(
            [AIDER, "--no-git", "--yes-always", "--no-check-update", "--analytics-disable", "--no-show-release-notes",
             "--no-pretty", "--no-detect-urls", *arguments],
            cwd=self.folder.name, env=dict(self.environment, LITELLM_LOCAL_MODEL_COST_MAP="True", COLUMNS="200"),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)

    def test_edits_a_file(self):
        result = self.ask("--message", "Write hello.txt.")
        with open(os.path.join(self.folder.name, "hello.txt")) as file:
            self.assertEqual(file.read(), "Hello from the model.\n", result.stdout)
        self.assertNotIn("context window size", result.stdout)

    def test_asks(self):
        result = self.ask("--model", "openai/instructed", "--chat-mode", "ask", "--message", "hi")
        self.assertIn("Instructions:", result.stdout, result.stderr)

    def test_says_what_failed(self):
        result = self.ask("--model", "openai/401-policy", "--message", "hi")
        self.assertIn("AuthenticationError", result.stdout)
        self.assertIn("alcf authenticate", result.stdout)


if __name__ == "__main__":
    unittest.main()
