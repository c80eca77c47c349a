const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Escapes text for HTML and XML, in content and in double-quoted attributes. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
}

/** Fills `{{name}}` with escaped and `{{{name}}}` with raw values; an unknown name is an error. */
export function fillTemplate(template: string, values: Record<string, string>): string {
  return template.replace(/\{\{\{(\w+)\}\}\}|\{\{(\w+)\}\}/g, (_, raw?: string, escaped?: string) => {
    const value = values[raw ?? escaped ?? ""];
    if (value === undefined) throw new Error(`The template names an unknown value: ${raw ?? escaped}`);
    return raw === undefined ? escapeMarkup(value) : value;
  });
}
