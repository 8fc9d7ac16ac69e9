// What both models are given besides the question.

import { announce, element } from "/page/dom.js";

const fields = ["system", "temperature", "max-tokens", "effort", "speed", "blind"];

/** Returns the settings: the system prompt, and members of the request; null where a field cannot be read. */
export function settings() {
  const wrong = ["temperature", "max-tokens"].map(element).find((field) => !field.checkValidity());
  if (wrong) {
    wrong.closest("details").open = true;
    wrong.reportValidity();
    announce(wrong.validationMessage);
    return null;
  }
  const request = {};
  if (element("temperature").value !== "") request.temperature = element("temperature").valueAsNumber;
  if (element("max-tokens").value !== "") request.max_tokens = element("max-tokens").valueAsNumber;
  if (element("effort").value !== "") request.reasoning_effort = element("effort").value;
  return { system: element("system").value.trim(), request };
}

/** Keeps the settings while the tab is open. */
export function keepSettings() {
  const kept = Object.fromEntries(fields.map((name) => [name, value(element(name))]));
  sessionStorage.setItem("settings", JSON.stringify(kept));
}

/** Sets the fields as they were. */
export function restoreSettings() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem("settings") ?? "{}");
  } catch {
    return;
  }
  for (const name of fields.filter((name) => Object.hasOwn(kept, name))) {
    const field = element(name);
    if (field.type === "checkbox") field.checked = kept[name] === true;
    else field.value = kept[name];
  }
}

function value(field) {
  return field.type === "checkbox" ? field.checked : field.value;
}
