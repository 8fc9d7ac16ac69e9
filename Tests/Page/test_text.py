"""Markdown and formulae, and that a text which grows ends as one that came whole."""

import random
import unittest

from browser import BrowserTest

MARKDOWN = [
    ("a *b* **c** ***d*** ~~e~~ `f`", "<p>a <em>b</em> <strong>c</strong> <em><strong>d</strong></em> <del>e</del> <code>f</code></p>"),
    ("snake_case_name and 2*3*4 and * x * and a ** b", "<p>snake_case_name and 2<em>3</em>4 and * x * and a ** b</p>"),
    ("**bold *both* bold** *em **both***", "<p><strong>bold <em>both</em> bold</strong> <em>em <strong>both</strong></em></p>"),
    ("**open and *closed*", "<p>**open and <em>closed</em></p>"),
    (r"\*no\* \`no\` a\\b", "<p>*no* `no` a\\b</p>"),
    ("`` a`b `` and `x", "<p><code>a`b</code> and `x</p>"),
    ("one\ntwo  \nthree<br>four", "<p>one<br>two<br>three<br>four</p>"),
    ("# A\n## B #\n#### C\n#no", "<h4>A</h4><h5>B</h5><h6>C</h6><p>#no</p>"),
    ("A\n===\nB\n---\n***", "<h4>A</h4><h5>B</h5><hr>"),
    ("- a\n- b\n  - c\n\n    d\n- e", "<ul><li>a</li><li>b<ul><li><p>c</p><p>d</p></li></ul></li><li>e</li></ul>"),
    ("1. a\n  - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
    ("3) a\n4) b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("Text:\n- a\n- b\nmore", "<p>Text:</p><ul><li>a</li><li>b<br>more</li></ul>"),
    ("The year\n1984. Not a list", "<p>The year<br>1984. Not a list</p>"),
    ("- [ ] a\n- [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>"),
    ("> a\n> > b\n\nc", "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p>"),
    ("|a|b|\n|:-:|--:|\n|1|`x|y`|\n|2|", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>x|y</code></td></tr>"
     "<tr><td>2</td><td></td></tr></tbody></table>"),
    ("a | b\nno table", "<p>a | b<br>no table</p>"),
    ("```py x\nif a < b:\n  *c*\n```\nend", "<pre><code>if a &lt; b:\n  *c*</code></pre><p>end</p>"),
    ("~~~\n```\n~~~", "<pre><code>```</code></pre>"),
    ("```\nopen", "<pre><code>open</code></pre>"),
    ("- a\n  ```\n  code\n  ```\n- b", "<ul><li>a<pre><code>code</code></pre></li><li>b</li></ul>"),
    ("Text\n\n    indented\n    code\n\nend", "<p>Text</p><pre><code>indented\ncode</code></pre><p>end</p>"),
    ("[a](https://x.example/y_(z) \"t\") <https://x.example> https://x.example/a_b. (http://x.example)",
     '<p><a href="https://x.example/y_(z)">a</a> <a href="https://x.example/">https://x.example</a> '
     '<a href="https://x.example/a_b">https://x.example/a_b</a>. (<a href="http://x.example/">http://x.example</a>)</p>'),
    ("[a](ftp://x) [b](/c) [d] <e@x.example>", '<p>[a](ftp://x) [b](/c) [d] <a href="mailto:e@x.example">e@x.example</a></p>'),
    ("![a](https://x.example/b.png)", '<p><a href="https://x.example/b.png">image: a</a></p>'),
    ("&lt;b&gt; &amp; &copy; H<sub>2</sub>O <b>x</b>", "<p>&lt;b&gt; &amp; &amp;copy; H<sub>2</sub>O &lt;b&gt;x&lt;/b&gt;</p>"),
    ("It costs $5 and $10, or 5$.", "<p>It costs $5 and $10, or 5$.</p>"),
]

# Source, and the text of the formula as it is read.
FORMULAE = [
    (r"e^{i\pi} + 1 = 0", "eiπ+1=0"), (r"\frac{a}{b} \sqrt[3]{x} \sqrt{2}", "abx32"), (r"x_1^2 + x'' ", "x12+x′′"),
    (r"\sum_{i=0}^n i = \frac{n(n+1)}2", "∑i=0ni=n(n+1)2"), (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(abcd)"),
    (r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{else} \end{cases}", "f(x)={1if x>00else"),
    (r"\left( \frac{1}{2} \right] \left. x \right|_0", "(12]x|0"), (r"\mathbb{R} \mathcal{L} \mathbf{A} \mathrm{km}", "ℝℒ𝐀km"),
    (r"\sin x \cdot \log_2 n \quad \lim_{n \to \infty}", "sinx⋅log2nlimn→∞"), (r"a \leq b \neq c \not= d", "a≤b≠c≠d"),
    (r"\hat{x} \vec v \overline{AB} \dot x", "x^v→ABx˙"), (r"\begin{align*} a &= b \\ c &= d \end{align*}", "a=bc=d"),
    (r"a &= b \\ &= c", "a=b=c"), (r"\binom{n}{k} \pmod{7}", "(nk)\u00a0(mod\u00a07)"), (r"3.14 \times 10^{-5}", "3.14×10−5"),
    (r"\operatorname{rank} A \; 100\%", "rankA100%"), (r"\underbrace{a+b}_{n}", "a+b⏟n"), (r"\Delta \varepsilon_{ij}", "Δεij"),
    (r"\{ x \mid x \in S \}", "{x∣x∈S}"), (r"\int_0^1 f\,dx", "∫01fdx"), (r"\boxed{42}", "42"), (r"\bigl( x \bigr)", "(x)"),
]
UNKNOWN = [r"\foo{x}", r"{x", r"x}", r"\frac{1}", r"a^b^", r"x_a_b", r"\begin{tikzpicture}x\end{tikzpicture}", r"\left( x", r"\begin{matrix} a",
           r"a # b", r"\def\x{1}", r"\right)", r"\begin{matrix} a \end{pmatrix}"]

PARTS = ["Words *of* a\n", "paragraph **bold", "** `code` ", "\n\n", "\n", "- item\n", "  - nested\n", "1. one\n", "```js\n", "```\n", "x = `1`;\n", "$$\n",
         "x^2\n", "\\[ a \\]\n", "| a | b |\n", "|---|---|\n", "> quote\n", "# Head\n", "---\n", "    code\n", "$x$ ", "[a](https://x.example) ", "===\n",
         "<b>", "~~~\n", "\\begin{align}\n", "\\end{align}\n", "* * *\n", "+ plus\n"]

PLAIN = """
    const plain = (place) => {
        const copy = place.cloneNode(true);
        for (const node of copy.querySelectorAll("*")) {
            for (const name of node.getAttributeNames()) if (!["href", "start"].includes(name)) node.removeAttribute(name);
        }
        return copy;
    };
    const show = (text) => { const place = document.createElement("div"); showMarkdown(place, text); return place; };
    const { showMarkdown, MarkdownView } = await m("markdown");
"""


class TextTests(BrowserTest):
    def test_markdown(self):
        for text, expected in MARKDOWN:
            with self.subTest(text):
                shown = self.run_module(PLAIN + """
                    const place = plain(show(a));
                    for (const head of place.querySelectorAll("button")) head.parentNode.remove();
                    for (const node of [...place.querySelectorAll("span, div")].reverse()) node.replaceWith(...node.childNodes);
                    return place.innerHTML;""", text)
                self.assertEqual(shown, expected)

    def test_formulae(self):
        for source, expected in FORMULAE:
            with self.subTest(source):
                kind, text = self.run_module("""
                    const { formulaNode } = await m("formula");
                    const node = formulaNode(a, true, `$$${a}$$`);
                    return [node.localName, node.textContent];""", source)
                self.assertEqual((kind, text), ("math", expected))

    def test_unknown_formulae_show_their_source(self):
        for source in UNKNOWN:
            with self.subTest(source):
                self.assertEqual(self.run_module("""
                    const { formulaNode } = await m("formula");
                    const node = formulaNode(a, false, `$${a}$`);
                    return [node.localName, node.textContent];""", source), ["code", f"${source}$"])

    def test_formulae_in_text(self):
        shown = self.run_module(PLAIN + "return [...show(a).querySelectorAll('math')].map((f) => [f.getAttribute('display'), f.getAttribute('alttext')]);",
                                "Let $x=1$, \\(y\\), and $$z$$ here.\n\n$$\nw\n$$\n\n\\[ v \\]\n\n\\begin{align}\nu &= 1\n\\end{align}\n\n`$no$` \\$no\\$")
        self.assertEqual([[display, text.split("\n")[0]] for display, text in shown], [
            [None, "x=1"], [None, "y"], ["block", "z"], ["block", "w"], ["block", "v"], ["block", "\\begin{align}"]])

    def test_growing_text_ends_as_the_whole_one(self):
        draw = random.Random(7)
        for number in range(300):
            text = "".join(draw.choice(PARTS) for _ in range(draw.randrange(2, 40)))
            cuts = sorted(draw.randrange(len(text) + 1) for _ in range(draw.randrange(1, 30)))
            pieces = [text[start:end] for start, end in zip([0] + cuts, cuts + [len(text)])]
            grown, whole = self.run_module(PLAIN + """
                const place = document.createElement("div");
                const view = new MarkdownView(place);
                for (const piece of a) { view.append(piece); view.finish(); }
                return [place.innerHTML, show(a.join("")).innerHTML];""", pieces)
            self.assertEqual(grown, whole, f"{number}: {pieces!r}")

    def test_growing_costs_no_more_than_its_growth(self):
        made = self.run_module(PLAIN + """
            const place = document.createElement("div");
            const view = new MarkdownView(place);
            let made = 0;
            const observer = new MutationObserver(() => {});
            observer.observe(place, { childList: true });
            for (let at = 0; at < 2000; at += 1) {
                view.append(`Paragraph ${at} of *some* words.\\n\\n`);
                view.finish();
                made += observer.takeRecords().reduce((sum, record) => sum + record.addedNodes.length, 0);
            }
            return [made, place.children.length];""")
        self.assertEqual(made[1], 2000)
        self.assertLess(made[0], 3 * 2000)

    def test_growing_code_is_added_to(self):
        same, text = self.run_module(PLAIN + """
            const place = document.createElement("div");
            const view = new MarkdownView(place);
            view.append("```c\\nint a;\\n");
            view.finish();
            const node = place.querySelector("code").firstChild;
            for (let at = 0; at < 1000; at += 1) { view.append(`int a${at};\\n`); view.finish(); }
            const same = node === place.querySelector("code").firstChild;
            view.append("```\\nend");
            view.finish();
            return [same, place.textContent.slice(-20)];""")
        self.assertTrue(same)
        self.assertTrue(text.endswith("int a999;end"), text)


if __name__ == "__main__":
    unittest.main()
