// One answer on the page: its text, its reasoning, its figures, or why there is none.

import { MarkdownView } from "/page/markdown.js";
import { count, rateWords, seconds } from "/page/figures.js";
import { make } from "/page/dom.js";

const figureNames = [
  ["First token", "From the question’s sending to the first piece of reasoning or text"],
  ["Rate", "(Output tokens − 1) ÷ time from the first piece to the last, reasoning included"],
  ["Tokens", "Output tokens by the server’s own count, reasoning included; it comes at the end"],
  ["Time", "From the question’s sending to the answer’s end"],
];

/** The place of one answer. */
export class SideView {
  #answer;
  #conversation;
  #text;
  #reasoning = null;
  #shown = 0;
  #shownReasoning = 0;
  #isFinished = false;

  constructor(answer, conversation, side, turn) {
    this.#answer = answer;
    this.#conversation = conversation;
    this.side = side;
    this.name = make("span", { class: "name" });
    this.state = make("span", { class: "state" }, "asking …");
    this.problem = make("p", { class: "problem", hidden: "" });
    this.text = make("div", { class: "text" });
    this.#text = new MarkdownView(this.text);
    this.values = figureNames.map(() => make("dd", {}, "–"));
    const figures = make(
      "dl", { class: "figures" },
      ...figureNames.map(([name, help], index) => make("div", { title: help }, make("dt", {}, name), this.values[index])));
    this.figures = figures;
    this.later = make("p", { class: "later" }, "First token, rate, tokens and time: after the vote");
    this.place = make(
      "section", { class: "answer", "aria-label": `Answer ${side + 1} to question ${turn}` },
      make("header", {}, make("h3", {}, `Answer ${side + 1}`), this.name, this.state), this.text, this.problem, figures, this.later);
  }

  /** Shows what is new. */
  update() {
    const answer = this.#answer;
    if (this.#isKeptBack) {
      this.state.textContent = "writing …";
    } else {
      this.#grow();
      this.state.textContent = answer.isDone ? this.#ending : answer.text !== "" ? "writing …" : answer.reasoning !== "" ? "reasoning …" : "asking …";
      if (answer.isDone && !this.#isFinished) this.#finish();
    }
    this.name.textContent = this.#conversation.areNamesKnown ? this.#conversation.sides[this.side] : "";
    this.#showFigures();
  }

  /** Whether pace is hidden, and one of the two is not complete. */
  get #isKeptBack() {
    return this.#conversation.speed === "hidden" && !this.#conversation.areNamesKnown
      && this.#conversation.turns.some(({ answers }) => answers.includes(this.#answer) && answers.some(({ isDone }) => !isDone));
  }

  #grow() {
    const { text, reasoning } = this.#answer;
    if (reasoning.length > this.#shownReasoning) {
      this.#reasoningText.appendData(reasoning.slice(this.#shownReasoning));
      this.#shownReasoning = reasoning.length;
    }
    if (text.length > this.#shown) {
      this.#text.append(text.slice(this.#shown));
      this.#shown = text.length;
    }
  }

  get #reasoningText() {
    if (!this.#reasoning) {
      this.#reasoning = document.createTextNode("");
      const place = make("details", { class: "reasoning" }, make("summary", {}, "Reasoning"), make("div", {}, this.#reasoning));
      this.text.before(place);
    }
    return this.#reasoning;
  }

  get #ending() {
    if (this.#answer.isStopped) return "stopped";
    if (this.#answer.error !== null) return "failed";
    if (this.#answer.finish === "length") return "cut off at its limit of tokens";
    return this.#answer.finish === "content_filter" ? "withheld by a filter" : "complete";
  }

  #finish() {
    this.#isFinished = true;
    this.#text.finish();
    const { error, text, isStopped } = this.#answer;
    const words = error !== null ? this.#conversation.masked(error) : text === "" && !isStopped ? "The answer is empty." : null;
    if (words !== null) {
      this.problem.textContent = words;
      this.problem.hidden = false;
    }
  }

  #showFigures() {
    const { firstToken, rate, tokens, duration } = this.#answer;
    const isHidden = !this.#conversation.areNamesKnown && this.#conversation.speed !== "shown";
    this.figures.hidden = isHidden;
    this.later.hidden = !isHidden;
    const shown = [seconds(firstToken), rateWords(rate), count(tokens), seconds(duration)];
    shown.forEach((text, index) => {
      if (!isHidden && this.values[index].textContent !== text) this.values[index].textContent = text;
    });
    // A problem's words may name the model: they are whole once names are known.
    if (this.#isFinished && this.#answer.error !== null) this.problem.textContent = this.#conversation.masked(this.#answer.error);
  }
}
