// The conversation as a Markdown file.

import { count, rateWords, seconds } from "/page/figures.js";
import { make } from "/page/dom.js";

const voteWords = { left: "answer 1 is better", right: "answer 2 is better", tie: "tie", both_bad: "both bad" };

/** Gives the reader a file. Names are in it only once they are known. */
export function exportConversation(conversation, votes) {
  const url = URL.createObjectURL(new Blob([conversationText(conversation, votes)], { type: "text/markdown" }));
  make("a", { href: url, download: `comparison-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.md` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** Returns the conversation as Markdown. */
export function conversationText(conversation, votes) {
  const parts = ["# Comparison of two models", sides(conversation)];
  conversation.turns.forEach(({ question, answers }, index) => {
    parts.push(`## Question ${index + 1}`, question);
    answers.forEach((answer, side) => {
      parts.push(`### Answer ${side + 1}`);
      if (answer.text !== "") parts.push(answer.text);
      if (answer.isStopped) parts.push("*Stopped by the reader.*");
      if (answer.error !== null) parts.push(`*Failed: ${conversation.masked(answer.error)}*`);
      if (conversation.areNamesKnown || conversation.speed === "shown") {
        parts.push(`*First token ${seconds(answer.firstToken)}, rate ${rateWords(answer.rate)}, `
          + `tokens ${count(answer.tokens)}, time ${seconds(answer.duration)}*`);
      }
    });
    for (const { choice, note, isBlind } of votes.filter(({ turn }) => turn === index + 1)) {
      parts.push(`**Vote${isBlind ? ", blind" : ""}:** ${voteWords[choice]}${note === "" ? "" : `. ${note}`}`);
    }
  });
  return `${parts.join("\n\n")}\n`;
}

function sides({ areNamesKnown, sides }) {
  return areNamesKnown ? sides.map((id, side) => `- Answer ${side + 1}: ${id}`).join("\n") : "The names were not shown when this was written.";
}
