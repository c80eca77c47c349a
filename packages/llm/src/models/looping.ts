const tailChars = 400;
const longestPeriod = 100;

/**
 * Whether a text ends in the same few characters again and again, white space included: 400 characters of a piece of up
 * to 100. Small models that are held to a form fall into that, and would go on until all their room is full.
 */
export function isLooping(text: string): boolean {
  if (text.length < tailChars) return false;
  const tail = text.slice(-tailChars);
  for (let period = 1; period <= longestPeriod; period += 1)
    if (tail.startsWith(tail.slice(period))) return true;
  return false;
}
