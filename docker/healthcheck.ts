// Asks the process of this container how it is (HEALTH_URL) and ends with 0 when it can work. What it answers is kept
// by the engine: docker inspect --format '{{json .State.Health}}'
import { get } from "node:http";

const longestWaitMs = 6_000;
// oxlint-disable-next-line node/no-process-env -- names the process that is in this container
const address = process.env["HEALTH_URL"] ?? "http://127.0.0.1:8000/health/ready";

const end = (text: string, code: number): void => {
  process.stdout.write(`${text.slice(0, 2_000)}\n`);
  process.exitCode = code;
};

const request = get(address, { timeout: longestWaitMs }, (response) => {
  let text = "";
  response.setEncoding("utf8");
  response.on("data", (part: string) => (text += part));
  response.on("end", () => end(text.trim(), response.statusCode === 200 ? 0 : 1));
});
request.on("timeout", () => request.destroy(new Error(`${address} does not answer`)));
request.on("error", (error) => end(error.message, 1));
