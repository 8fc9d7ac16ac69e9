// Calls to the server that this page came from, with its key.

const keyName = "alcf-key";
let askForKey = async () => {};

/**
 * Takes the key out of the address, where the program that opened the page put it: behind `#`, which no browser sends
 * to a server. It is gone from the address bar and from the history at once.
 */
export function takeKeyFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given === null) return;
  history.replaceState(null, "", location.pathname);
  setKey(given);
}

/** Keeps a key for as long as the tab is open. */
export function setKey(key) {
  // A header can carry nothing else, and no key of ours has anything else.
  if (/^[\x21-\x7e]{1,200}$/.test(key)) sessionStorage.setItem(keyName, key);
}

/** Names the function that asks for a key; it gets the reason, and its promise ends when there is one. */
export function onKeyWanted(ask) {
  askForKey = ask;
}

/** An answer that is an error, in the words of the server. */
export class ServerError extends Error {
  constructor(message, status, code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Sends a request to the server.
 * @param {Object} options those of `fetch`, and `sending`, which is called each time that it is sent: again after a key was given.
 * @returns {Promise<Response>} an answer with a good status.
 * @throws {ServerError} for another one.
 */
export async function send(path, { sending, ...options } = {}) {
  for (;;) {
    const key = sessionStorage.getItem(keyName);
    const headers = new Headers(options.headers);
    if (key) headers.set("authorization", `Bearer ${key}`);
    sending?.();
    const response = await fetch(path, {
      ...options, headers, cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer",
    });
    if (response.ok) return response;
    const error = await failure(response);
    // The server says by this code that its own key is wrong. Other 401s are the service's: no key here would mend them.
    if (error.code !== "wrong_local_key" || options.signal?.aborted) throw error;
    await askForKey(key ? "The server does not accept the key of this tab." : "The server asks for its key.");
  }
}

/** Sends a request, and returns the JSON of its answer. */
export async function sendForJSON(path, options = {}) {
  return (await send(path, options)).json();
}

async function failure(response) {
  const text = (await response.text()).slice(0, 65536);
  try {
    const { error } = JSON.parse(text);
    return new ServerError(errorWords(error), response.status, error?.code ?? null);
  } catch {
    return new ServerError(text.trim().slice(0, 500) || `The server answered ${response.status}.`, response.status, null);
  }
}

/** Returns the words of an OpenAI error body's `error`. */
export function errorWords(error) {
  if (typeof error === "string") return error.slice(0, 2000);
  if (typeof error?.message === "string" && error.message !== "") return error.message.slice(0, 2000);
  return "The server reported an error without words.";
}
