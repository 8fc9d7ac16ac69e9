// The second view: the requests of all programs that pass through the server.

import { sendForJSON } from "/page/server.js";
import { rate } from "/page/stream.js";
import { count, counted, rateWords, seconds, timeOfDay } from "/page/figures.js";
import { element, make } from "/page/dom.js";

const most = 500;
const columns = ["Time", "Client", "Model", "Cluster", "Tokens in", "Tokens out", "First token", "Rate", "Duration", "Outcome"];
const dialects = {
  chat: "chat completions", completions: "completions", embeddings: "embeddings", responses: "Responses", messages: "Messages",
};

/** Begins the view, which asks the server only while it is looked at. */
export function startRequests() {
  let next = 0;
  let uptime = 0;
  let isShown = false;
  let isPaused = false;
  let isAsking = false;
  const rows = [];

  const matches = ({ text, isFailed }) =>
    text.includes(element("filter").value.trim().toLowerCase()) && (isFailed || !element("failed-only").checked);

  function filter() {
    for (const row of rows) row.node.hidden = !matches(row);
    const shown = rows.filter(({ node }) => !node.hidden).length;
    element("requests-count").textContent = shown === rows.length ? counted(shown, "request") : `${shown} of ${counted(rows.length, "request")}`;
    element("requests-empty").hidden = rows.length > 0;
    element("requests-table").hidden = rows.length === 0;
  }

  async function poll() {
    if (!isShown || isPaused || isAsking || document.visibilityState === "hidden") return;
    isAsking = true;
    try {
      const found = await sendForJSON(`/page/requests?after=${next}`);
      showServerFacts(found.server);
      const isAnew = found.server.uptime_s < uptime;
      uptime = found.server.uptime_s;
      // A server that was started again counts from the beginning.
      if (isAnew) {
        next = 0;
        for (const { node } of rows.splice(0)) node.remove();
        return;
      }
      next = found.next;
      const added = found.requests.map(rowOf);
      element("requests-table").tBodies[0].prepend(...added.map(({ node }) => node).reverse());
      rows.push(...added);
      for (const { node } of rows.splice(0, Math.max(0, rows.length - most))) node.remove();
      filter();
      problem(null);
    } catch (error) {
      problem(error.status ? error.message : "The server does not answer. Is alcf serve still running?");
    } finally {
      isAsking = false;
    }
  }

  element("filter").addEventListener("input", filter);
  element("failed-only").addEventListener("change", filter);
  element("pause").addEventListener("click", () => {
    isPaused = !isPaused;
    element("pause").setAttribute("aria-pressed", String(isPaused));
    element("pause").textContent = isPaused ? "Go on" : "Pause";
    poll();
  });
  setInterval(poll, 1000);

  return {
    /** Shows the view, or leaves it. */
    show(isNowShown) {
      isShown = isNowShown;
      poll();
    },
    /** Asks once for what the server says of itself. */
    async showServer() {
      try {
        showServerFacts((await sendForJSON("/page/requests?after=999999999")).server);
      } catch {
        // The view says so when it is opened.
      }
    },
  };
}

function problem(words) {
  element("requests-problem").hidden = words === null;
  element("requests-problem").textContent = words ?? "";
}

function showServerFacts(server) {
  if (!server) return;
  element("server-facts").textContent = [server.version && `alcf ${server.version}`, typeof server.uptime_s === "number" && `up ${seconds(server.uptime_s)}`]
    .filter(Boolean).join(", ");
  element("server-warning").hidden = !server.warning;
  element("server-warning").textContent = server.warning ?? "";
}

function rowOf(request) {
  const { error } = request;
  const tokens = request.completion_tokens ?? null;
  const first = request.ttft_s ?? null;
  const decoding = first === null ? null : request.duration_s - first;
  const outcome = error ? `${request.status} ${error.code}: ${error.message}` : notes(request);
  const cells = [
    timeOfDay(request.time), request.client ?? "–", request.model ?? request.asked,
    (request.cluster ?? "–") + (request.fallback_from ? `, instead of ${request.fallback_from}` : ""),
    count(request.prompt_tokens), count(tokens), seconds(first), rateWords(request.stream ? rate(tokens, decoding) : null),
    seconds(request.duration_s), outcome,
  ];
  const node = make("tr", { class: error ? "failed" : null, title: title(request) }, ...cells.map((text, column) =>
    make("td", { "data-label": columns[column], class: classOf(column), title: column === 1 ? text : null }, text)));
  return { node, isFailed: Boolean(error), text: [...cells, request.asked, dialects[request.api]].join(" ").toLowerCase() };
}

function classOf(column) {
  if (column === 1) return "client";
  if (column === 9) return "outcome";
  return column > 3 ? "number" : null;
}

function notes({ notes }) {
  return ["ok", ...(Array.isArray(notes) ? notes : [])].join("; ");
}

function title({ number, api, stream, translated, asked }) {
  return `Request ${number}: ${dialects[api] ?? api}${stream ? ", streamed" : ""}${translated ? ", translated" : ""}, asked for ${asked}`;
}
