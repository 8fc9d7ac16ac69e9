// The page's beginning: the server's key, the colours, and which of the two views is shown.

import { takeKeyFromAddress, onKeyWanted, setKey } from "/page/server.js";
import { startCompare } from "/page/compare.js";
import { startRequests } from "/page/requests.js";
import { element } from "/page/dom.js";

takeKeyFromAddress();

// Colours. Only this choice outlives the tab: it says nothing of anybody.
const themes = ["system", "light", "dark"];
const themeSigns = { system: "◐", light: "☀", dark: "☾" };

function showTheme(theme) {
  const words = theme === "system" ? "as the system has them" : theme;
  document.documentElement.dataset.theme = theme;
  element("theme").textContent = themeSigns[theme];
  element("theme").setAttribute("aria-label", `Colours: ${words}`);
  element("theme").title = `Colours: ${words}`;
}

function storedTheme() {
  try {
    const theme = localStorage.getItem("theme");
    return themes.includes(theme) ? theme : "system";
  } catch {
    return "system";
  }
}

showTheme(storedTheme());
element("theme").addEventListener("click", () => {
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length];
  showTheme(next);
  try {
    localStorage.setItem("theme", next);
  } catch {
    // A browser that keeps nothing shows it until the page is closed.
  }
});

// The key is asked for when the server refuses the one there is.
const dialog = element("key-dialog");
let waiting = null;

onKeyWanted((reason) => {
  if (!waiting) {
    waiting = Promise.withResolvers();
    element("key-reason").textContent = reason;
    element("key").value = "";
    dialog.showModal();
  }
  return waiting.promise;
});
dialog.addEventListener("cancel", (event) => event.preventDefault());
element("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const key = element("key").value.trim();
  if (key === "") return;
  setKey(key);
  dialog.close();
  const done = waiting;
  waiting = null;
  done?.resolve();
});

// Views.
const requests = startRequests();
const views = [...document.querySelectorAll("[data-view]")];
for (const button of views) {
  button.addEventListener("click", () => {
    for (const other of views) {
      const isShown = other === button;
      element(other.dataset.view).hidden = !isShown;
      if (isShown) other.setAttribute("aria-current", "page");
      else other.removeAttribute("aria-current");
    }
    requests.show(button.dataset.view === "requests");
  });
}

await startCompare();
requests.showServer();
