// The choice of the two models.

import { sendForJSON } from "/page/server.js";
import { element, make } from "/page/dom.js";

const choices = () => [element("model-a"), element("model-b")];

/** Asks the server for its models, and offers those that are tied to a cluster: a comparison is of these two and no others. */
export async function loadModels() {
  showProblem(null);
  let models;
  try {
    const { data } = await sendForJSON("/v1/models");
    models = data.filter(({ id, alcf }) =>
      typeof alcf?.cluster === "string" && id.startsWith(`${alcf.cluster}/`)
        && (alcf.routes ?? ["chat/completions"]).includes("chat/completions"));
  } catch (error) {
    showProblem(`The models cannot be listed: ${error.message}`, true);
    return;
  }
  for (const [index, choice] of choices().entries()) {
    choice.replaceChildren(...groups(models));
    const kept = sessionStorage.getItem(choice.id);
    choice.value = models.some(({ id }) => id === kept) ? kept : suggested(models)[index] ?? "";
    choice.onchange = () => {
      sessionStorage.setItem(choice.id, choice.value);
      check();
    };
  }
  if (models.length < 2) showProblem("The service offers fewer than two models now.", true);
  else check();
}

function groups(models) {
  const clusters = [...new Set(models.map(({ alcf }) => alcf.cluster))];
  return clusters.map((cluster) => make(
    "optgroup", { label: cluster },
    ...models.filter(({ alcf }) => alcf.cluster === cluster).map(({ id, alcf }) =>
      make("option", { value: id }, `${alcf.model ?? id} · ${cluster}${alcf.running === false ? " (not running)" : ""}`))));
}

/** The name of a model without its owner, which clusters write differently. */
const bare = ({ id, alcf }) => (alcf.model ?? id).split("/").pop().toLowerCase();

/** Two models to begin with: one model on two clusters where there is one, the usual one and running ones before others. */
function suggested(models) {
  const rank = ({ alcf }) => 2 * (alcf.usual === true) + (alcf.running === true);
  const sorted = [...models].sort((a, b) => rank(b) - rank(a));
  for (const first of sorted) {
    const second = sorted.find((other) => other.id !== first.id && bare(other) === bare(first));
    if (second && second.alcf.running !== false && first.alcf.running !== false) return [first.id, second.id];
  }
  return sorted.slice(0, 2).map(({ id }) => id);
}

/** Returns the two that are chosen; null where they are no two. */
export function chosenModels() {
  return check() ? choices().map(({ value }) => value) : null;
}

/** Allows another choice, or not. */
export function lockModels(isLocked) {
  for (const choice of [...choices(), element("blind"), element("speed")]) choice.disabled = isLocked;
}

function check() {
  const [first, second] = choices().map(({ value }) => value);
  if (first === "" || second === "") return false;
  showProblem(first === second ? "Choose two different models." : null);
  return first !== second;
}

function showProblem(words, canRetry = false) {
  const problem = element("models-problem");
  problem.hidden = words === null;
  problem.replaceChildren(words ?? "");
  if (!canRetry) return;
  const retry = make("button", { type: "button", class: "quiet" }, "Try again");
  retry.addEventListener("click", loadModels);
  problem.append(" ", retry);
}
