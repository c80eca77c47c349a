import { copyFileSync, readFileSync } from "node:fs";
import { request } from "node:https";
import path from "node:path";

import { type Ended, freePort, type Installation, newInstallation, until } from "./installation.ts";

export type Answer = { status: number; headers: Record<string, unknown>; body: string };
export type Health = { status: string; components: Record<string, { status: string }> };

/** The production stack as ./start_production.sh makes it, with ports, passwords and data of its own. */
export type Stack = Installation & {
  /** Makes the image and nothing else; of CTI_IMAGE, an image that is there already, nothing. */
  build(): Promise<void>;
  /** Seconds from nothing to healthy. */
  up(): Promise<number>;
  /** Through the proxy, whose certificate is checked. */
  https(address: string, headers?: Record<string, string>): Promise<Answer>;
  /** The same on the plain port of the proxy, without following it. */
  http(address: string): Promise<Response>;
  /** Signs in with a password, through the proxy. */
  signIn(username: string, password: string): Promise<Answer>;
  /** What the service itself says, asked beside the proxy. */
  health(): Promise<Health>;
  /** One value of the database, as JSON. */
  ask<T>(statement: string): Promise<T>;
  /** A statement that gives nothing back. */
  change(statement: string): Promise<void>;
  /** ./run_cli.sh, which finds the running stack. */
  cli(args: string[], input?: string): Promise<Ended>;
  /** How many entries each feed of the test's own web has from now on. */
  grow(entries: number): Promise<void>;
  /** The containers of these services, or of all, with what `docker inspect` says of them. */
  inspect(...services: string[]): Promise<Inspected[]>;
};

/** The part of `docker inspect` that is looked at here. */
export type Inspected = {
  Id: string;
  RestartCount: number;
  State: { Status: string; ExitCode: number; OOMKilled: boolean; Health?: { Status: string } };
  Config: { User: string; Labels: Record<string, string>; Env: string[]; Image: string };
  HostConfig: {
    CapAdd: string[] | null;
    CapDrop: string[] | null;
    SecurityOpt: string[] | null;
    Privileged: boolean;
    ReadonlyRootfs: boolean;
    PidMode: string;
    PidsLimit: number | null;
    Memory: number;
    NanoCpus: number;
    Tmpfs: Record<string, string> | null;
    RestartPolicy: { Name: string };
    LogConfig: { Type: string; Config: Record<string, string> };
    PortBindings: Record<string, { HostIp: string; HostPort: string }[]> | null;
  };
  Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[];
  NetworkSettings: { Networks: Record<string, unknown> };
};

/** Everything is made and nothing runs yet. */
export async function newStack(): Promise<Stack> {
  const ports = { http: await freePort(), https: await freePort(), web: await freePort() };
  const given = process.env["CTI_IMAGE"];
  const installation = newInstallation("cti-test", {
    CTI_IMAGE: given ?? "cti-scraper:test",
    CTI_HTTP_PORT: ports.http,
    CTI_HTTPS_PORT: ports.https,
    CTI_WEB_PORT: ports.web,
    // Not what this machine happens to have.
    CTI_WORKER_CPUS: "1",
    CTI_POSTGRES_CPUS: "1",
    CTI_FETCH_ALLOW: "feeds",
  });
  const { folder, run, compose } = installation;
  copyFileSync(
    path.join(folder, "test/e2e/compose/override.yml"),
    path.join(folder, "docker-compose.override.yml"),
  );
  const start = async (...args: string[]): Promise<void> => {
    const { code, stderr } = await run("./start_production.sh", args);
    if (code !== 0) throw new Error(`./start_production.sh ended with ${code}: ${stderr}`);
  };
  const psql = (statement: string): Promise<string> => {
    const command = [
      "psql",
      "-U",
      "cti_user",
      "-d",
      "cti_scraper",
      "-v",
      "ON_ERROR_STOP=1",
      "-Atqc",
      statement,
    ];
    return compose("exec", "-T", "-u", "postgres", "postgres", ...command);
  };
  return {
    ...installation,
    build: async () => {
      if (given !== undefined) return;
      // As ./start_production.sh chooses: containers of root run as an account of their own.
      const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
      const account = uid === 0 ? [10_001, 10_001] : [uid, gid];
      const choices = account.flatMap((id, at) => [
        "--build-arg",
        `${at === 0 ? "CTI_UID" : "CTI_GID"}=${id}`,
      ]);
      await compose("build", ...choices, "web");
    },
    up: async () => {
      const startedAt = Date.now();
      await start("--no-build");
      return (Date.now() - startedAt) / 1_000;
    },
    https: (address, headers = {}) => askProxy(folder, { port: ports.https, address, headers }),
    signIn: (username, password) =>
      askProxy(folder, {
        port: ports.https,
        address: "/api/v1/session",
        headers: { "content-type": "application/json", origin: `https://localhost:${ports.https}` },
        body: JSON.stringify({ username, password }),
      }),
    http: (address) => fetch(`http://127.0.0.1:${ports.http}${address}`, { redirect: "manual" }),
    health: async () => (await (await fetch(`http://127.0.0.1:${ports.web}/health`)).json()) as Health,
    ask: async <T>(statement: string) =>
      JSON.parse(await psql(`select to_json(answer) from (${statement}) as row(answer)`)) as T,
    change: async (statement) => {
      await psql(statement);
    },
    cli: (args, input) => run("./run_cli.sh", args, input),
    grow: async (entries) => {
      const at = (await compose("port", "feeds", "8080")).trim();
      await until("the feeds grow", async () => {
        const response = await fetch(`http://${at}/entries/${entries}`, { method: "POST" });
        return response.ok;
      });
    },
    inspect: async (...services) => {
      const ids = (await compose("ps", "--all", "--quiet", ...services))
        .split("\n")
        .filter((id) => id !== "");
      const { stdout } = await run("docker", ["inspect", ...ids]);
      return JSON.parse(stdout) as Inspected[];
    },
  };
}

function askProxy(
  folder: string,
  {
    port,
    address,
    headers,
    body: sent,
  }: { port: string; address: string; headers: Record<string, string>; body?: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: "127.0.0.1",
      servername: "localhost",
      port,
      path: address,
      method: sent === undefined ? "GET" : "POST",
      headers: { host: `localhost:${port}`, ...headers },
      ca: readFileSync(path.join(folder, "certs/fullchain.pem")),
      agent: false,
      timeout: 30_000,
    });
    asked.once("error", reject).once("timeout", () => asked.destroy(new Error("no answer")));
    asked.once("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.once("error", reject);
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.end(sent);
  });
}

export function serviceOf({ Config }: Inspected): string {
  return Config.Labels["com.docker.compose.service"] ?? "";
}
