"""What a model answers is hostile input: whatever it says, the page shows it, and nothing happens."""

import unittest

from browser import BrowserTest
from standin import Answer

HOSTILE = [
    "<script>window.harmed = 1</script>",
    "<img src=x onerror=\"window.harmed = 1\">",
    "<svg onload=window.harmed=1><animate onbegin=window.harmed=1 attributeName=x></svg>",
    "<iframe src=\"javascript:parent.harmed=1\"></iframe><object data=x></object><embed src=x>",
    "<style>body { display: none }</style><link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/><meta http-equiv=refresh content=\"0;url=https://evil.example\">",
    "<form action=https://evil.example><button>Go</button></form><input autofocus onfocus=window.harmed=1>",
    "[click](javascript:window.harmed=1) [click](JaVaScRiPt:window.harmed=1) [click](java\tscript:window.harmed=1)",
    "[click](&#106;avascript:window.harmed=1) [click]( javascript:window.harmed=1) [c](<javascript:window.harmed=1>)",
    "[click](data:text/html,<script>window.harmed=1</script>) [click](vbscript:x) [click](file:///etc/passwd) [x](blob:x)",
    "[click](//evil.example) [click](/page/comparisons) [click](#x) [click](https:javascript:alert(1))",
    "![x](https://evil.example/pixel.png) ![x](javascript:window.harmed=1) ![x](data:image/svg+xml,<svg onload=harmed=1>)",
    "<javascript:window.harmed=1> <https://ok.example/\"onclick=window.harmed=1> javascript:window.harmed=1",
    "[a](https://ok.example/\" onclick=\"window.harmed=1) [b](https://ok.example 'title\" onload=\"x')",
    "[<img src=x onerror=window.harmed=1>](https://ok.example) **<b onclick=window.harmed=1>bold</b>**",
    "```html\"onload=window.harmed=1\n<script>window.harmed = 1</script>\n```",
    "| <script>window.harmed=1</script> | [x](javascript:window.harmed=1) |\n|--|--|\n| <img src=x onerror=window.harmed=1> | y |",
    "$\\text{<script>window.harmed=1</script>}$ $\\href{javascript:window.harmed=1}{x}$ $\\unicode{60}$ $</math><img src=x onerror=harmed=1>$",
    "$$\\class{x}{\\style{position:fixed}{y}}$$ \\[\\require{html}\\]",
    "<sub><img src=x onerror=window.harmed=1></sub> <sup onclick=window.harmed=1>x</sup>",
    "# <svg/onload=window.harmed=1>\n\n> <math><mtext></form><form><mglyph><svg><mtext><textarea><path id=\"</textarea><img onerror=harmed=1 src=1>\">",
    "\u202e\u2066 reversed \u0000 \ufffd \ud83d",
    "__proto__ constructor $\\constructor{x}$ $\\__proto__$ $\\begin{toString}x\\end{toString}$ $\\hasOwnProperty$",
]

DEEP = {
    "quotes": "> " * 5000 + "x",
    "lists": "\n".join("  " * depth + "- x" for depth in range(400)),
    "lists in one line": "- " * 5000 + "x",
    "emphasis": "*a **b " * 5000,
    "closed emphasis": "**a*b" * 3000 + "c*d**" * 3000,
    "brackets": "[" * 20000,
    "links": "[a](" * 10000,
    "nested links": "[" * 2000 + "a" + "](https://a.example)" * 2000,
    "ticks": "".join("`" * (width % 300 + 1) + "a" for width in range(600)),
    "dollars": "$a" * 20000,
    "braces": "$" + "{" * 400 + "x" + "}" * 400 + "$",
    "fractions": "$" + "\\frac{1}{" * 400 + "x" + "}" * 400 + "$",
    "scripts": "$$x" + "^{x" * 1000 + "}" * 1000 + "$$",
    "matrix": "$$\\begin{matrix}" + "a & " * 3000 + "\\\\ b \\end{matrix}$$",
    "open formula": "$$\n" + "a\n" * 20000,
    "formulae": "$$ a\n" * 8000,
    "wide table": "|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n|" + "b|" * 5000,
    "long table": "|a|b|\n|-|-|\n" + "|a|b|\n" * 5000,
    "tables": "a|b\n-|-\n" * 5000,
    "one line": "word " * 60000,
    "one word": "x" * 300000,
    "spaces": "# " + " " * 100000 + "x\n" + " " * 100000 + "\n" + "x " + " " * 100000,
    "hashes": "# x" + " #" * 50000,
    "rules": "- " * 50000,
    "entities": "&amp" * 50000,
    "tags": "<" * 50000,
    "urls": "https://" * 20000,
    "code": "```\n" + "`` x\n" * 30000,
    "newlines": "\n" * 200000,
    "headings": "# x\n" * 5000,
}


class HostileTests(BrowserTest):
    def check_harmless(self):
        self.assertIsNone(self.page.evaluate("window.harmed ?? null"))
        self.assertEqual(self.outside, [])
        self.assertEqual(self.server.unknown, [])
        found = self.page.evaluate("""() => {
            const answers = document.getElementById("turns");
            const odd = [...answers.querySelectorAll("script, img, svg, iframe, object, embed, style, link, base, meta, form, input, mglyph, "
                + "annotation-xml, semantics, textarea")].map((node) => node.outerHTML);
            const links = [...answers.querySelectorAll("a")].filter((a) => !/^(https?:|mailto:)/.test(a.href)
                || a.rel !== "noopener noreferrer nofollow" || a.target !== "_blank");
            const attributes = [...answers.querySelectorAll("*")].flatMap((node) => node.getAttributeNames())
                .filter((name) => /^on|^style$|^src|^xlink/.test(name));
            return [odd, links.map((a) => a.outerHTML), attributes];
        }""")
        self.assertEqual(found, [[], [], []])

    def test_hostile_answers_do_nothing(self):
        for size in (1 << 20, 7, 1):
            self.answers = {"metis": Answer("\n\n".join(HOSTILE), size=size, pause=0), "sophia": Answer("\n".join(HOSTILE), size=size, pause=0)}
            self.ask("<script>window.harmed = 1</script>")
            self.check_harmless()
            # It is shown as what it is.
            words = self.page.inner_text("#turns")
            for text in ("<script>window.harmed = 1</script>", "onerror=\"window.harmed = 1\"", "[click](javascript:window.harmed=1)",
                         "</form><form><mglyph>"):
                self.assertIn(text, words)
        for link in self.page.locator("#turns a").all()[:5]:
            self.assertTrue(link.get_attribute("href").startswith("http"))
        self.assertEqual(self.troubles, [])

    def test_hostile_reasoning_errors_and_names(self):
        text = "<img src=x onerror=\"window.harmed = 1\">"
        self.answers = {"metis": Answer(text, reasoning=text, error=text), "sophia": Answer(status=500, error=text)}
        self.server.warning = text
        self.ask(text)
        self.page.fill("#note", text)
        self.page.keyboard.press("1")
        self.page.click("[data-view=requests]")
        self.page.wait_for_selector("#requests-table tbody tr")
        self.check_harmless()
        self.assertIn(text, self.page.inner_text("#requests-table"))

    def test_depth_and_size_are_bounded(self):
        for name, text in DEEP.items():
            with self.subTest(name):
                depth, seconds, shown = self.run_module("""
                    const { showMarkdown } = await m("markdown");
                    const place = document.createElement("div");
                    document.getElementById("turns").replaceChildren(place);
                    const begin = performance.now();
                    showMarkdown(place, a);
                    place.getBoundingClientRect();
                    const seconds = (performance.now() - begin) / 1000;
                    let deepest = 0;
                    for (const node of place.querySelectorAll("*")) {
                        let depth = 0;
                        for (let up = node; up !== place; up = up.parentNode) depth += 1;
                        deepest = Math.max(deepest, depth);
                        if (depth > 500) break;
                    }
                    return [deepest, seconds, place.textContent.length];""", text)
                self.assertLess(depth, 120)
                # Seconds of a fast machine: what grows with a power of the size would take minutes.
                self.assertLess(seconds, 30)
                if "x" in text:
                    self.assertGreater(shown, 0)

    def test_no_string_becomes_markup(self):
        for source in ("document.body.innerHTML = '<b>x</b>'", "document.write('x')", "new DOMParser().parseFromString('x', 'text/html')",
                       "document.createElement('script').text = 'x'", "document.createElement('iframe').srcdoc = 'x'"):
            refused = self.page.evaluate(f"() => {{ try {{ {source}; return null; }} catch (error) {{ return error.name; }} }}")
            self.assertEqual(refused, "TypeError", source)

    def test_a_long_answer_is_shown(self):
        paragraphs = [f"Paragraph {number} with **bold** words, `code` and $x_{{{number}}}$." for number in range(3000)]
        self.answers = {"metis": Answer("\n\n".join(paragraphs), size=2000, pause=0), "sophia": Answer("Short.")}
        self.ask()
        self.assertIn("Paragraph 2999", self.page.inner_text("#turns"))

    def test_an_endless_answer_is_ended(self):
        self.answers = {"metis": Answer("x" * 5_000_000, size=1 << 16, pause=0), "sophia": Answer("Short.")}
        self.ask()
        self.assertIn("longer than this page can show", self.page.inner_text("#turns"))


if __name__ == "__main__":
    unittest.main()
