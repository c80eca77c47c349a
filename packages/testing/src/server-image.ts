import { readFileSync } from "node:fs";
import path from "node:path";

const composeFile = path.resolve(import.meta.dirname, "../../../docker-compose.yml");

/** The image that docker-compose.yml names for this server, so that tests run what is deployed. */
export function serverImage(server: "postgres" | "redis"): string {
  const image = new RegExp(`^\\s+image:\\s*(${server}:[\\w.-]+)\\s*$`, "m").exec(
    readFileSync(composeFile, "utf8"),
  )?.[1];
  if (!image) throw new Error(`docker-compose.yml names no image ${server}:…`);
  return image;
}
