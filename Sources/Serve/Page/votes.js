// Votes: what is recorded of one, and how those of a pair stand.

import { send, sendForJSON } from "/page/server.js";
import { rate } from "/page/stream.js";
import { counted } from "/page/figures.js";

let tally = { record_text: false, pairs: [] };

/** Asks the server for the votes so far. Without them the page works as well. */
export async function loadTally() {
  try {
    const found = await sendForJSON("/page/comparisons");
    if (Array.isArray(found?.pairs)) tally = found;
  } catch {
    // The next vote asks again.
  }
}

/** Records a vote. */
export async function record(conversation, vote, note) {
  const body = {
    left: sideFigures(conversation, 0), right: sideFigures(conversation, 1), vote, note: note.trim(),
    turns: conversation.turns.length, blind: !conversation.areNamesKnown, speed: conversation.areNamesKnown ? "shown" : conversation.speed,
    questions: conversation.turns.map(({ question }) => question),
  };
  // Answers leave the page only if the server was told to keep texts.
  if (tally.record_text === true) {
    body.answers = { left: texts(conversation, 0), right: texts(conversation, 1) };
  }
  await send("/page/comparisons", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  await loadTally();
}

function texts(conversation, side) {
  return conversation.turns.map(({ answers }) => answers[side].text);
}

/**
 * The figures of one side over all turns: the mean first token, sums of tokens and time, and the rate over them. What is missing for
 * one turn is missing for all.
 */
function sideFigures(conversation, side) {
  const answers = conversation.turns.map((turn) => turn.answers[side]);
  const sum = (values) => (values.includes(null) ? null : values.reduce((total, value) => total + value, 0));
  const tokens = sum(answers.map((answer) => answer.tokens));
  const firstTokens = sum(answers.map(({ firstToken }) => firstToken));
  const failed = answers.findLast(({ error, isStopped }) => error !== null || isStopped);
  return {
    model: conversation.sides[side], cluster: answers.findLast(({ cluster }) => cluster !== null)?.cluster ?? null,
    first_token: firstTokens === null ? null : firstTokens / answers.length,
    rate: rate(tokens === null ? null : tokens - answers.length + 1, sum(answers.map(({ decoding }) => decoding))),
    tokens, duration: sum(answers.map(({ duration }) => duration)),
    error: failed === undefined ? null : failed.isStopped ? "stopped" : failed.errorCode.slice(0, 100),
  };
}

/** Returns how the votes of two models stand, in words. */
export function tallyWords([left, right]) {
  const pair = tally.pairs.find(({ first, second }) => first === left && second === right || first === right && second === left);
  if (!pair) return "";
  const total = pair.first_better + pair.second_better + pair.tie + pair.both_bad;
  return `${counted(total, "vote")} of this pair so far: ${pair.first} better ${pair.first_better}, ${pair.second} better `
    + `${pair.second_better}, ties ${pair.tie}, both bad ${pair.both_bad}.`;
}
