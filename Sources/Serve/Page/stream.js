// One streamed answer: its text as it comes, and the times at which it came.

import { send, errorWords, ServerError } from "/page/server.js";

const longestLine = 4 << 20;
const longestAnswer = 4 << 20;

/** The data of server-sent events, one by one, each with the time at which its bytes were read. */
export async function* serverSentData(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let line = "";
  let data = [];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      const time = performance.now();
      const lines = (line + (done ? decoder.decode() : decoder.decode(value, { stream: true }))).split(/\r\n|\n|\r(?!$)/);
      line = lines.pop();
      if (line.length > longestLine) throw new ServerError("The server sent a line without an end.", 200, "invalid_stream");
      for (const complete of lines) {
        if (complete === "") {
          if (data.length > 0) yield { data: data.join("\n"), time };
          data = [];
        } else if (complete.startsWith("data:")) {
          data.push(complete.slice(complete[5] === " " ? 6 : 5));
        }
      }
      if (done) return;
    }
  } finally {
    // A reader who goes away ends the request.
    reader.cancel().catch(() => {});
  }
}

/** An answer that is on its way, or complete. */
export class Answer {
  /** Text of the answer. */
  text = "";
  /** Text of its reasoning. */
  reasoning = "";
  /** Token counts of the server; null until it gives them. They are never guessed. */
  usage = null;
  /** Reason for its end, as `stop` or `length`; null where there was none. */
  finish = null;
  /** Failure in words; null for none. */
  error = null;
  /** Word for the failure; null for none. */
  errorCode = null;
  /** Whether the reader stopped it. */
  isStopped = false;
  /** Cluster and model that answered, by the server's word. */
  cluster = null;
  model = null;

  #started = null;
  #first = null;
  #last = null;
  #ended = null;

  /** Whether it is complete, failed or stopped. */
  get isDone() {
    return this.#ended !== null;
  }

  /** Seconds from the sending to the first piece of reasoning or text; null before it. */
  get firstToken() {
    return this.#first === null ? null : (this.#first - this.#started) / 1000;
  }

  /** Seconds from the sending to the end, or until now. */
  get duration() {
    return this.#started === null ? null : ((this.#ended ?? performance.now()) - this.#started) / 1000;
  }

  /** Seconds from the first piece to the last. */
  get decoding() {
    return this.#first === null ? null : (this.#last - this.#first) / 1000;
  }

  /** Number of output tokens, by the server's count. */
  get tokens() {
    const tokens = this.usage?.completion_tokens;
    return Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : null;
  }

  /** Output tokens a second, the first one apart: the time to it is another figure. */
  get rate() {
    return this.isDone ? rate(this.tokens, this.decoding) : null;
  }

  /**
   * Asks, and reads the answer to its end.
   * @param {Object} body of the request.
   * @param {AbortSignal} signal stops it.
   * @param {function(): void} changed called when there is something new.
   */
  async run(body, signal, changed) {
    this.#started = performance.now();
    try {
      const response = await send("/v1/chat/completions", {
        method: "POST",
        // The comparison is of these two: an answer by another cluster would be a false one.
        headers: { "content-type": "application/json", "x-alcf-no-fallback": "1" },
        body: JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } }),
        signal,
        sending: () => { this.#started = performance.now(); },
      });
      this.cluster = response.headers.get("x-alcf-cluster");
      this.model = response.headers.get("x-alcf-model");
      await this.#read(response.body, changed);
    } catch (error) {
      if (signal.aborted) this.isStopped = true;
      else this.#fail(error);
    }
    this.#ended = performance.now();
    changed();
  }

  async #read(body, changed) {
    for await (const { data, time } of serverSentData(body)) {
      if (data === "[DONE]") break;
      const chunk = JSON.parse(data);
      if (chunk?.error) throw new ServerError(errorWords(chunk.error), 200, chunk.error.code ?? null);
      this.#take(chunk, time);
      changed();
    }
    if (this.finish === null) {
      throw new ServerError("The answer broke off: it ended without saying that it is complete.", 200, "truncated");
    }
  }

  #take(chunk, time) {
    if (chunk?.usage && typeof chunk.usage === "object") this.usage = chunk.usage;
    const choice = chunk?.choices?.[0];
    if (!choice) return;
    const text = typeof choice.delta?.content === "string" ? choice.delta.content : "";
    const reasoning = choice.delta?.reasoning_content ?? choice.delta?.reasoning;
    const thought = typeof reasoning === "string" ? reasoning : "";
    if (text !== "" || thought !== "") {
      this.#first ??= time;
      this.#last = time;
      this.text += text;
      this.reasoning += thought;
      if (this.text.length + this.reasoning.length > longestAnswer) {
        throw new ServerError("The answer is longer than this page can show.", 200, "too_long");
      }
    }
    if (typeof choice.finish_reason === "string") this.finish = choice.finish_reason;
  }

  #fail(error) {
    this.errorCode = typeof error.code === "string" ? error.code : "connection";
    if (error instanceof ServerError) this.error = error.message;
    else if (error instanceof SyntaxError) this.error = "The server sent something that is not JSON.";
    else this.error = "The connection to the local server broke. Is alcf serve still running?";
  }
}

/** Returns (tokens − 1) ÷ seconds; null where there is nothing to divide. */
export function rate(tokens, seconds) {
  return tokens === null || tokens < 2 || seconds === null || seconds <= 0 ? null : (tokens - 1) / seconds;
}
