import { refangText } from "./refang-text.ts";

/** One pasted token without its defanging: `hxxps://evil[.]com/a` becomes `https://evil.com/a`. */
export function refang(text: string): string {
  return refangText(text.trim()).text;
}
