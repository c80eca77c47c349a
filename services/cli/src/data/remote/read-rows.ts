/** The rows of an NDJSON stream. */
export async function* readRows<Row>(chunks: AsyncIterable<string>): AsyncGenerator<Row> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as Row;
  }
  if (rest !== "") yield JSON.parse(rest) as Row;
}
