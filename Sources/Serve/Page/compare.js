// The first view: one question, two models side by side, and a vote.

import { Conversation } from "/page/conversation.js";
import { SideView } from "/page/side.js";
import { exportConversation } from "/page/export.js";
import { loadModels, chosenModels, lockModels } from "/page/models.js";
import { settings, keepSettings, restoreSettings } from "/page/settings.js";
import { record, loadTally, tallyWords } from "/page/votes.js";
import { announce, element, make } from "/page/dom.js";

let conversation = null;
let views = [];
let votes = [];
let isRecording = false;

/** Begins the view. */
export async function startCompare() {
  const question = element("question");
  element("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  question.addEventListener("keydown", (event) => {
    // A key that ends a word of an input method sends nothing.
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    ask();
  });
  question.addEventListener("input", fitQuestion);
  element("stop").addEventListener("click", () => conversation?.stop());
  element("restart").addEventListener("click", restart);
  element("export").addEventListener("click", () => exportConversation(conversation, votes));
  element("reveal").addEventListener("click", () => reveal("Names shown without a vote."));
  for (const button of document.querySelectorAll("[data-vote]")) {
    button.addEventListener("click", () => vote(button.dataset.vote));
  }
  document.addEventListener("keydown", key);
  restoreSettings();
  showState();
  await Promise.all([loadModels(), loadTally()]);
}

function key(event) {
  if (element("compare").hidden || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    conversation?.stop();
  } else if (/^[1-4]$/.test(event.key) && !element("verdict").hidden && !event.target.closest("input, textarea, select, dialog")) {
    event.preventDefault();
    vote(["left", "right", "tie", "both_bad"][Number(event.key) - 1]);
  } else if (event.key.length === 1 && event.key !== " " && event.target === element("verdict")) {
    // The focus went from the question to the vote by itself: whoever goes on writing is taken back.
    element("question").focus();
  }
}

function fitQuestion() {
  const question = element("question");
  question.rows = Math.min(12, Math.max(2, question.value.split("\n").length));
}

async function ask() {
  const question = element("question").value.trim();
  const models = chosenModels();
  if (question === "" || models === null || conversation?.isRunning || isRecording) return;
  const given = settings();
  if (given === null) return;
  keepSettings();
  conversation ??= new Conversation(models, element("blind").checked, element("speed").value);
  element("question").value = "";
  fitQuestion();
  const current = conversation;
  const done = conversation.ask(question, given, () => draw());
  addTurn(question);
  showState();
  announce("Both models were asked.");
  // Times go on between two pieces.
  const timer = setInterval(draw, 100);
  await done;
  clearInterval(timer);
  if (conversation !== current) return;
  const isFollowed = isAtEnd();
  updateViews();
  showState();
  if (isFollowed) follow();
  announce(ending());
  const active = document.activeElement;
  if (!element("verdict").hidden && (active === element("question") && active.value === "" || active === document.body)) {
    element("verdict").focus({ preventScroll: true });
  }
}

function addTurn(question) {
  const number = conversation.turns.length;
  const sides = conversation.last.answers.map((answer, side) => new SideView(answer, conversation, side, number));
  views.push(...sides);
  element("turns").append(make(
    "article", { class: "turn", "aria-label": `Question ${number}` },
    make("h2", { class: "unseen" }, `Question ${number}`), make("p", { class: "question", dir: "auto" }, question),
    make("div", { class: "pair" }, ...sides.map(({ place }) => place))));
  updateViews();
  follow();
}

let frame = null;

/** Shows what is new with the next frame. */
function draw() {
  frame ??= requestAnimationFrame(() => {
    frame = null;
    const isFollowed = isAtEnd();
    for (const view of views.slice(-2)) view.update();
    if (isFollowed) requestAnimationFrame(follow);
  });
}

function updateViews() {
  for (const view of views) view.update();
}

function isAtEnd() {
  return innerHeight + scrollY >= document.documentElement.scrollHeight - 160;
}

function follow() {
  scrollTo({ top: document.documentElement.scrollHeight });
}

function ending() {
  const words = conversation.last.answers.map(({ error, isStopped }, side) =>
    `Answer ${side + 1} ${error !== null ? "failed" : isStopped ? "was stopped" : "is complete"}.`);
  return `${words.join(" ")}${conversation.canVote ? " Which one is better?" : ""}`;
}

async function vote(choice) {
  if (!conversation?.canVote || isRecording) return;
  const current = conversation;
  isRecording = true;
  showState();
  try {
    await record(current, choice, element("note").value);
  } catch (error) {
    if (conversation === current) showOutcome(`The vote was not recorded: ${error.message}`, true);
    return;
  } finally {
    isRecording = false;
    showState();
  }
  if (conversation !== current) return;
  votes.push({ turn: conversation.turns.length, choice, note: element("note").value.trim(), isBlind: !conversation.areNamesKnown });
  element("note").value = "";
  conversation.isVotedOn = true;
  const words = { left: "Answer 1 is better", right: "Answer 2 is better", tie: "Tie", both_bad: "Both bad" }[choice];
  reveal(`Recorded: ${words}.`);
}

function reveal(words) {
  conversation.areNamesKnown = true;
  updateViews();
  showState();
  const [left, right] = conversation.sides;
  showOutcome(`${words} Answer 1 is ${left}, answer 2 is ${right}. ${tallyWords(conversation.sides)}`, false);
  element("outcome").focus({ preventScroll: true });
}

function showOutcome(words, isProblem) {
  const outcome = element("outcome");
  outcome.textContent = words;
  outcome.classList.toggle("problem", isProblem);
  outcome.hidden = false;
  announce(words);
}

function restart() {
  conversation?.stop();
  conversation = null;
  views = [];
  votes = [];
  element("turns").replaceChildren();
  element("outcome").hidden = true;
  element("note").value = "";
  showState();
  element("question").focus();
}

function showState() {
  const isRunning = conversation?.isRunning ?? false;
  const canVote = conversation?.canVote ?? false;
  element("empty").hidden = conversation !== null;
  element("verdict").hidden = !canVote;
  for (const button of document.querySelectorAll("[data-vote]")) button.disabled = isRecording;
  element("reveal").hidden = conversation?.areNamesKnown ?? true;
  if (isRunning) element("outcome").hidden = true;
  element("send").hidden = isRunning;
  element("stop").hidden = !isRunning;
  element("restart").disabled = conversation === null;
  element("export").disabled = conversation === null || isRunning;
  lockModels(conversation !== null);
}
