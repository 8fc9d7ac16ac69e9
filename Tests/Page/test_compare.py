"""The view that compares two models."""

import unittest

from browser import MODELS, BrowserTest
from standin import KEY, Answer


class CompareTests(BrowserTest):
    def test_question_two_streams_vote_record(self):
        self.answers = {"metis": Answer("Words of one. " * 40, first=0.1, pause=0.01), "sophia": Answer("Words of other. " * 40, first=0.2, pause=0.01)}
        self.ask("What is a synchrotron?", wait=False)
        # Both grow at the same time.
        self.until("[...document.querySelectorAll('.answer .text')].every((text) => text.textContent.length > 20)")
        self.assertTrue(self.page.is_visible("#stop"))
        self.assertFalse(self.page.is_visible("#verdict"))
        self.page.wait_for_selector("#verdict")
        # Nothing tells which is which.
        before = self.page.inner_text("#compare #conversation")
        for word in ("metis", "sophia", "gpt", "tok/s", "0."):
            self.assertNotIn(word, before)
        self.assertIn("after the vote", before)
        self.page.fill("#note", " it is shorter ")
        self.page.click("[data-vote=left]")
        self.page.wait_for_selector("#outcome")
        (vote,) = self.server.votes
        self.assertEqual({vote["left"]["model"], vote["right"]["model"]}, {"metis/gpt-oss-120b", "sophia/openai/gpt-oss-120b"})
        self.assertEqual((vote["vote"], vote["note"], vote["turns"], vote["blind"], vote["speed"]), ("left", "it is shorter", 1, True, "numbers_hidden"))
        self.assertEqual(vote["questions"], ["What is a synchrotron?"])
        self.assertNotIn("answers", vote)
        for side in ("left", "right"):
            figures = vote[side]
            self.assertEqual(figures["cluster"], figures["model"].split("/")[0])
            self.assertIsNone(figures["error"])
            first = 0.1 if figures["cluster"] == "metis" else 0.2
            self.assertTrue(first <= figures["first_token"] < figures["duration"])
            self.assertGreater(figures["tokens"], 50)
            self.assertGreater(figures["rate"], 5)
        names = self.texts(".answer .name")
        self.assertEqual(names, [vote["left"]["model"], vote["right"]["model"]])
        self.assertEqual(self.texts(".figures dd")[2], str(vote["left"]["tokens"]))
        self.assertIn("1 vote of this pair", self.page.inner_text("#outcome"))
        self.assertFalse(self.page.is_visible("#verdict"))
        self.assertEqual(self.troubles, [])

    def test_requests_are_equal_and_pinned(self):
        self.page.click("#setup summary")
        self.page.fill("#system", "Be brief.")
        self.page.fill("#temperature", "0.5")
        self.page.fill("#max-tokens", "100")
        self.page.select_option("#effort", "low")
        self.ask()
        (first, head), (second, _) = self.server.bodies
        self.assertNotEqual(first.pop("model"), second.pop("model"))
        self.assertEqual(first, second)
        self.assertEqual(first, {
            "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is it?"}], "temperature": 0.5,
            "max_tokens": 100, "reasoning_effort": "low", "stream": True, "stream_options": {"include_usage": True}})
        self.assertEqual(head["x-alcf-no-fallback"], "1")
        self.assertEqual(head["Authorization"] if "Authorization" in head else head["authorization"], f"Bearer {KEY}")

    def test_sides_are_drawn(self):
        orders = set()
        for _ in range(40):
            self.ask()
            self.page.click("[data-vote=tie]")
            self.page.wait_for_selector("#outcome")
            orders.add(self.server.votes[-1]["left"]["model"])
            if len(orders) == 2:
                return
            self.page.click("#restart")
        self.fail("one order in 40 draws")

    def test_each_side_keeps_its_own_history(self):
        self.ask("One?")
        self.ask("Two?")
        self.page.keyboard.press("2")
        self.page.wait_for_selector("#outcome")
        for body, _ in self.server.bodies[2:]:
            self.assertEqual([message["content"] for message in body["messages"]], ["One?", f"Words of {body['model'].split('/')[0]}.", "Two?"])
        self.assertEqual(self.server.votes[0]["turns"], 2)
        self.assertEqual(self.server.votes[0]["vote"], "right")
        # The next vote of this conversation is not blind.
        self.ask("Three?")
        self.page.click("[data-vote=tie]")
        self.until("document.querySelector('#outcome').textContent.includes('Tie')")
        self.assertEqual([vote["blind"] for vote in self.server.votes], [True, False])

    def test_error_on_one_side(self):
        self.answers = {"sophia": Answer("It begins", error="sophia/openai/gpt-oss-120b broke on Sophia.")}
        self.ask("One?")
        words = self.page.inner_text("#conversation")
        self.assertIn("broke on", words)
        self.assertIn("failed", words)
        self.assertNotIn("ophia/openai", words)
        self.assertNotIn("Sophia", words)
        self.page.keyboard.press("4")
        self.page.wait_for_selector("#outcome")
        self.assertIn("broke on Sophia", self.page.inner_text("#conversation"))
        errors = {side["model"].split("/")[0]: side["error"] for side in (self.server.votes[0]["left"], self.server.votes[0]["right"])}
        self.assertEqual(errors, {"metis": None, "sophia": "server_error"})

    def test_refused_and_cut_answers(self):
        self.answers = {"sophia": Answer(status=503, error="The model is starting."), "metis": Answer("It begins", cut=True)}
        self.ask("One?")
        words = self.page.inner_text("#conversation")
        self.assertIn("The model is starting.", words)
        self.assertIn("The answer broke off", words)
        # A question without an answer is asked again with the next.
        self.answers = {}
        self.ask("Two?")
        asked = {body["model"].split("/")[0]: body["messages"] for body, _ in self.server.bodies[2:]}
        self.assertEqual([message["content"] for message in asked["sophia"]], ["One?\n\nTwo?"])
        self.assertEqual([message["content"] for message in asked["metis"]], ["One?", "It begins", "Two?"])

    def test_nothing_is_guessed_without_usage(self):
        self.answers = {"metis": Answer("Some words here.", usage=False), "sophia": Answer("Some words here.", usage=False)}
        self.ask()
        self.page.keyboard.press("3")
        self.page.wait_for_selector("#outcome")
        self.assertEqual((self.server.votes[0]["left"]["tokens"], self.server.votes[0]["left"]["rate"]), (None, None))
        self.assertEqual(self.texts(".figures dd")[1:3], ["–", "–"])

    def test_stop_ends_both(self):
        self.answers = {name: Answer("word " * 5000, pause=0.01) for name in ("metis", "sophia")}
        self.ask(wait=False)
        self.until("[...document.querySelectorAll('.answer .text')].every((text) => text.textContent.length > 10)")
        self.page.keyboard.press("Escape")
        self.page.wait_for_selector("#stop", state="hidden")
        self.assertEqual(self.texts(".answer .state"), ["stopped", "stopped"])
        for _ in range(100):
            if len(self.server.left) == 2:
                break
            self.page.wait_for_timeout(50)
        self.assertEqual(len(self.server.left), 2, "the requests were not ended")
        self.page.keyboard.press("1")
        self.page.wait_for_selector("#outcome")
        self.assertEqual(self.server.votes[0]["left"]["error"], "stopped")

    def test_a_new_conversation_ends_the_old_one(self):
        self.answers = {name: Answer("word " * 5000, pause=0.01) for name in ("metis", "sophia")}
        self.ask(wait=False)
        self.until("[...document.querySelectorAll('.answer .text')].every((text) => text.textContent.length > 10)")
        self.page.click("#restart")
        self.assertEqual(self.page.locator(".answer").count(), 0)
        self.answers = {}
        self.ask("Anew?")
        self.assertEqual(self.texts(".answer .state"), ["complete", "complete"])
        self.assertEqual([message["content"] for message in self.server.bodies[2][0]["messages"]], ["Anew?"])
        self.assertEqual(self.troubles, [])

    def test_hidden_pace_shows_both_at_once(self):
        self.page.click("#setup summary")
        self.page.select_option("#speed", "hidden")
        self.answers = {"metis": Answer("Quick.", first=0.01), "sophia": Answer("Slow words.", reasoning="Thinking.", first=0.7)}
        self.ask(wait=False)
        self.page.wait_for_timeout(350)
        self.assertEqual([text.strip() for text in self.texts(".answer .text")], ["", ""])
        self.assertEqual(self.texts(".answer .state"), ["writing …", "writing …"])
        self.page.wait_for_selector("#verdict")
        self.assertEqual({text.strip() for text in self.texts(".answer .text")}, {"Quick.", "Slow words."})
        self.page.keyboard.press("1")
        self.page.wait_for_selector("#outcome")
        self.assertEqual(self.server.votes[0]["speed"], "hidden")

    def test_open_comparison(self):
        self.page.uncheck("#blind")
        self.ask()
        self.assertEqual(self.texts(".answer .name"), ["metis/gpt-oss-120b", "sophia/openai/gpt-oss-120b"])
        self.page.keyboard.press("1")
        self.page.wait_for_selector("#outcome")
        self.assertEqual((self.server.votes[0]["blind"], self.server.votes[0]["speed"]), (False, "shown"))

    def test_names_without_a_vote(self):
        self.ask()
        self.page.click("#reveal")
        self.assertEqual(len([name for name in self.texts(".answer .name") if name]), 2)
        self.page.keyboard.press("1")
        self.until("document.querySelector('#outcome').textContent.includes('Recorded')")
        self.assertFalse(self.server.votes[0]["blind"])

    def test_a_vote_that_is_not_recorded_tells_nothing(self):
        self.server.refuse_votes = True
        self.ask()
        self.page.keyboard.press("1")
        self.page.wait_for_selector("#outcome")
        self.assertIn("The disk is full", self.page.inner_text("#outcome"))
        self.assertEqual(self.texts(".answer .name"), ["", ""])
        self.server.refuse_votes = False
        self.page.click("[data-vote=left]")
        self.until("document.querySelector('#outcome').textContent.includes('Recorded')")
        self.assertEqual(len(self.server.votes), 1)

    def test_texts_leave_only_where_the_server_keeps_them(self):
        self.server.record_text = True
        self.page.reload()
        self.until(MODELS)
        self.ask()
        self.page.keyboard.press("3")
        self.page.wait_for_selector("#outcome")
        vote = self.server.votes[0]
        self.assertEqual(vote["answers"]["left"], [f"Words of {vote['left']['cluster']}."])

    def test_keyboard_alone(self):
        self.page.focus("#question")
        self.page.keyboard.type("One")
        self.page.keyboard.press("Shift+Enter")
        self.page.keyboard.type("two?")
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_selector("#verdict")
        self.assertEqual(self.server.bodies[0][0]["messages"][0]["content"], "One\ntwo?")
        self.assertEqual(self.page.evaluate("document.activeElement.id"), "verdict")
        # Writing on goes to the question.
        self.page.keyboard.type("and 3")
        self.assertEqual(self.page.input_value("#question"), "and 3")
        self.assertEqual(self.server.votes, [])
        self.page.fill("#question", "")
        self.page.focus("[data-vote=tie]")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#outcome")
        self.assertEqual(self.server.votes[0]["vote"], "tie")

    def test_listeners_hear_summaries(self):
        heard = []
        self.page.expose_function("heard", lambda text: heard.append(text))
        self.page.evaluate("new MutationObserver(() => heard(document.getElementById('status').textContent)).observe("
                           "document.getElementById('status'), { childList: true })")
        self.answers = {name: Answer("word " * 200) for name in ("metis", "sophia")}
        self.ask()
        self.assertEqual(heard, ["Both models were asked.", "Answer 1 is complete. Answer 2 is complete. Which one is better?"])
        self.assertEqual(self.page.get_attribute("#status", "aria-live"), "polite")
        self.assertEqual(self.page.locator(".answer [aria-live]").count(), 0)

    def test_export_names_nobody_before_the_vote(self):
        self.ask("What is it?")
        with self.page.expect_download() as download:
            self.page.click("#export")
        text = download.value.path().read_text("utf-8")
        self.assertIn("## Question 1\n\nWhat is it?\n\n### Answer 1\n\nWords of", text)
        self.assertNotIn("gpt-oss", text)
        self.page.keyboard.press("2")
        self.page.wait_for_selector("#outcome")
        with self.page.expect_download() as download:
            self.page.click("#export")
        text = download.value.path().read_text("utf-8")
        self.assertIn("- Answer 1: ", text)
        self.assertIn("**Vote, blind:** answer 2 is better", text)

    def test_reasoning_is_folded(self):
        self.answers = {"metis": Answer("Words.", reasoning="First I think.")}
        self.ask()
        self.assertEqual(self.page.locator("details.reasoning").count(), 1)
        self.assertFalse(self.page.is_visible("details.reasoning div"))
        self.page.click("details.reasoning summary")
        self.assertEqual(self.page.inner_text("details.reasoning div"), "First I think.")

    def test_the_model_of_the_settings_is_chosen(self):
        # Others are on two clusters too, and stand before it in the list.
        self.assertEqual([self.page.input_value(choice) for choice in ("#model-a", "#model-b")],
                         ["metis/gpt-oss-120b", "sophia/openai/gpt-oss-120b"])

    def test_same_model_twice_is_no_comparison(self):
        self.page.select_option("#model-b", "metis/gpt-oss-120b")
        self.ask()
        self.assertIn("two different models", self.page.inner_text("#models-problem"))
        self.assertEqual(self.server.bodies, [])


class KeyTests(BrowserTest):
    def test_key_leaves_the_address(self):
        self.assertEqual(self.page.evaluate("location.href"), self.server.address)
        self.assertEqual(self.page.evaluate("sessionStorage.getItem('alcf-key')"), KEY)
        self.assertNotIn(KEY, self.page.evaluate("JSON.stringify(localStorage)"))
        self.page.go_back()
        self.assertNotIn("key=", self.page.evaluate("location.href"))

    def test_key_is_asked_for(self):
        page = self.open_page(key=None)
        page.clock.install()
        page.wait_for_selector("#key-dialog[open]")
        page.fill("#key", "wrong")
        page.press("#key", "Enter")
        self.until("document.getElementById('key-reason').textContent.includes('does not accept')", page)
        page.fill("#key", KEY)
        page.press("#key", "Enter")
        self.until(MODELS, page)
        self.assertFalse(page.is_visible("#key-dialog"))
        # The time in which a reader looks for the key is in no figure.
        page.evaluate("sessionStorage.setItem('alcf-key', 'old')")
        page.fill("#question", "What?")
        page.press("#question", "Enter")
        page.wait_for_selector("#key-dialog[open]")
        page.clock.fast_forward("30:00")
        page.fill("#key", KEY)
        page.press("#key", "Enter")
        page.wait_for_selector("#verdict")
        page.keyboard.press("1")
        page.wait_for_selector("#outcome")
        self.assertLess(self.server.votes[0]["left"]["first_token"], 900)
        page.context.close()


if __name__ == "__main__":
    unittest.main()
