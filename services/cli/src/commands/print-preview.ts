import type { AnalysisPreview, AnalysisPrompt } from "../data/data.ts";
import { note, print, printRows, printText } from "../output.ts";
import { count } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

const columns: Column<AnalysisPreview["parts"][number]>[] = [
  { title: "article", value: (row) => row.article_id, right: true },
  { title: "from", value: (row) => row.start, right: true },
  { title: "to", value: (row) => row.end, right: true },
  { title: "worth", value: (row) => row.worth.toFixed(0), right: true },
  { title: "tokens", value: (row) => row.prompt_tokens, right: true },
  { title: "", value: (row) => (row.read ? "read" : "left out") },
];

/** What a model would be asked: the parts with their tokens, and the words of the first one. */
export function printPreview(preview: AnalysisPreview): void {
  const { model, prompt_version, context_tokens, prompt_tokens, parts, messages, cached_id } = preview;
  const read = parts.filter((part) => part.read).length;
  printText(
    `${model} · ${prompt_version} · about ${count(prompt_tokens, "token")} in ${read} of ${parts.length} parts, ${context_tokens.toLocaleString("en-GB")} at a time`,
  );
  print("");
  printRows(parts, columns, { empty: "" });
  printMessages(messages);
  if (cached_id !== null)
    note(`An equal analysis is there: \`analyses show ${cached_id}\`. --force asks again.`);
}

export function printMessages(messages: AnalysisPrompt["messages"]): void {
  for (const { role, content } of messages) {
    printText(`\n--- ${role}`);
    printText(content);
  }
}
