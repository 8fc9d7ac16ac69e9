// A conversation with two models: who stands on which side, what was asked, and what each answered.

import { Answer } from "/page/stream.js";

/** Two models and their answers to the same questions. Each side has a history of its own. */
export class Conversation {
  /** Questions, each with the answers of the left and of the right side. */
  turns = [];
  /** Whether the reader knows which model is on which side. */
  areNamesKnown;
  /** Whether the last answers have been voted on. */
  isVotedOn = false;

  #abort = null;

  /**
   * @param {string[]} models two ids, as `metis/gpt-oss-120b`.
   * @param {boolean} isBlind whether the sides are drawn, and the names kept back.
   * @param {string} speed what is shown of it before a vote: `shown`, `numbers_hidden` or `hidden`.
   */
  constructor(models, isBlind, speed) {
    this.sides = isBlind && drawn() ? [models[1], models[0]] : [models[0], models[1]];
    this.areNamesKnown = !isBlind;
    this.isBlind = isBlind;
    this.speed = isBlind ? speed : "shown";
  }

  /** Whether answers are on their way. */
  get isRunning() {
    return this.#abort !== null;
  }

  /** The last turn; undefined before the first. */
  get last() {
    return this.turns[this.turns.length - 1];
  }

  /** Whether there is something to vote on: two answers that have ended, of which one at least says something. */
  get canVote() {
    return !this.isRunning && !this.isVotedOn && this.last !== undefined && this.last.answers.some((answer) => answer.text !== "");
  }

  /**
   * Asks both sides at once.
   * @param {string} question
   * @param {Object} settings `system`, and members of the request that are the same for both.
   * @param {function(number): void} changed called with the side's number when it has something new.
   * @returns {Promise} ends when both have ended.
   */
  async ask(question, settings, changed) {
    const turn = { question, answers: [new Answer(), new Answer()] };
    const bodies = [0, 1].map((side) => ({
      model: this.sides[side], messages: this.#messages(side, question, settings.system), ...settings.request,
    }));
    this.turns.push(turn);
    this.isVotedOn = false;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    await Promise.all(turn.answers.map((answer, side) => answer.run(bodies[side], signal, () => changed(side))));
    this.#abort = null;
  }

  /** Stops both answers. */
  stop() {
    this.#abort?.abort();
  }

  /** The messages of one side. Where a question had no answer, it is asked together with the next one. */
  #messages(side, question, system) {
    const messages = system === "" ? [] : [{ role: "system", content: system }];
    for (const turn of [...this.turns, { question, answers: [] }]) {
      const last = messages[messages.length - 1];
      if (last?.role === "user") last.content += `\n\n${turn.question}`;
      else messages.push({ role: "user", content: turn.question });
      const text = turn.answers[side]?.text ?? "";
      if (text !== "") messages.push({ role: "assistant", content: text });
    }
    return messages;
  }

  /** The model's and the cluster's names in a text, hidden while the sides are. */
  masked(text) {
    if (this.areNamesKnown) return text;
    const names = this.sides.flatMap((id) => [id, id.slice(id.indexOf("/") + 1), id.slice(id.lastIndexOf("/") + 1), id.split("/", 1)[0]]);
    names.sort((a, b) => b.length - a.length);
    const pattern = names.map((name) => name.replace(/[^\w]/g, "\\$&")).join("|");
    return text.replace(new RegExp(pattern, "gi"), "…");
  }
}

/** A fair coin. */
function drawn() {
  return (crypto.getRandomValues(new Uint8Array(1))[0] & 1) === 1;
}
