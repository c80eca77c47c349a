import { type Inspected, serviceOf, type Stack } from "./stack.ts";

const head = `# What each container may do

Taken from \`docker inspect\` and from inside the running containers of docker-compose.yml, and held by \`npm run test:compose\`: it fails when this page and reality differ. After a change that is meant, \`npm run test:compose -- -u\` writes it anew.

\`CTI_UID\` is the account that started the stack; for root an account that nobody else has. \`docker-init\` only passes signals on and takes care of orphans. Not looked at here: \`ollama\` and \`ollama-pull\`, which are off unless they are asked for.
`;

/** What runs all the time, and of what runs one command a container that does nothing. */
export async function watchedContainers(stack: Stack): Promise<Inspected[]> {
  const idle: string[] = [];
  for (const service of ["cli", "migrate"]) {
    const options = ["--detach", "--no-deps", "--name", `cti-test-idle-${service}-${process.pid}`];
    idle.push((await stack.compose("run", ...options, "--entrypoint", "sleep", service, "600")).trim());
  }
  const { stdout } = await stack.run("docker", ["inspect", ...idle]);
  const containers = [...(await stack.inspect()), ...(JSON.parse(stdout) as Inspected[])];
  return containers
    .filter((each) => each.State.Status === "running" && serviceOf(each) !== "feeds")
    .toSorted((a, b) => serviceOf(a).localeCompare(serviceOf(b)));
}

export function isIdle({ Config }: Inspected): boolean {
  return Config.Labels["com.docker.compose.oneoff"] === "True";
}

/** A page of Markdown; the same for the same rights, on whatever machine. */
export async function describeHardening(stack: Stack, containers: Inspected[]): Promise<string> {
  const owner = (await stack.compose("exec", "-T", "web", "id", "-u")).trim();
  const ports = await portVariables(stack);
  const sections: string[] = [];
  for (const container of containers) {
    const lines = Object.entries({
      ...describeContainer(container, ports),
      Processes: await processesOf(stack, container, owner),
    });
    const rows = lines.map(([name, value]) => `- ${name}: ${value || "none"}`);
    sections.push(`\n## ${serviceOf(container)}\n\n${rows.join("\n")}\n`);
  }
  return `${head}${sections.join("")}`;
}

/** What could be written beside the volumes and temporary folders: SERVICE PATH. */
export async function writesOutside(stack: Stack, containers: Inspected[]): Promise<string[]> {
  const places = "/ /etc /usr/local/bin /app /app/config /app/services /home /var/lib";
  const script = `for place in ${places}; do if (: >"$place/probe") 2>/dev/null; then echo "$place"; fi; done`;
  const found = containers.map(async (container) => {
    const written = await inside(stack, container, script);
    return written.split("\n").flatMap((place) => (place === "" ? [] : [`${serviceOf(container)} ${place}`]));
  });
  return (await Promise.all(found)).flat();
}

async function inside(stack: Stack, { Id }: Inspected, script: string): Promise<string> {
  const { code, stdout, stderr } = await stack.run("docker", ["exec", Id, "sh", "-c", script]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

function describeContainer(container: Inspected, ports: Map<string, string>): Record<string, string> {
  const { HostConfig, Config, Mounts, NetworkSettings } = container;
  const project = Config.Labels["com.docker.compose.project"] ?? "";
  const mounts = (writable: boolean): string[] =>
    Mounts.filter(({ RW }) => RW === writable).map(({ Destination, Type, Name = "" }) =>
      Type === "volume" ? `\`${Destination}\` (${volumeName(Name, project)})` : `\`${Destination}\``,
    );
  const temporary = Object.keys(HostConfig.Tmpfs ?? {}).map((folder) => `\`${folder}\` (memory)`);
  return {
    Capabilities: [
      HostConfig.CapDrop?.includes("ALL") ? "all dropped" : "NOT ALL DROPPED",
      ...(HostConfig.CapAdd?.length ? [`given back: ${HostConfig.CapAdd.toSorted().join(", ")}`] : []),
      ...(HostConfig.Privileged ? ["PRIVILEGED"] : []),
    ].join("; "),
    "New rights": HostConfig.SecurityOpt?.some((option) => option.startsWith("no-new-privileges"))
      ? "never"
      : "POSSIBLE",
    "Root file system": HostConfig.ReadonlyRootfs ? "read-only" : "WRITABLE",
    "Writable paths": [...mounts(true), ...temporary].toSorted().join(", "),
    "Mounted for reading": mounts(false).toSorted().join(", "),
    "Published ports": Object.entries(HostConfig.PortBindings ?? {})
      .flatMap(([inside, bindings]) =>
        bindings.map(
          ({ HostIp, HostPort }) => `${HostIp || "every address"}:${ports.get(HostPort) ?? "?"} → ${inside}`,
        ),
      )
      .toSorted()
      .join(", "),
    Networks: Object.keys(NetworkSettings.Networks)
      .map((name) => name.replace(`${project}_`, ""))
      .toSorted()
      .join(", "),
    Limits: [
      `${Math.round(HostConfig.Memory / 1_048_576)} MB`,
      `${HostConfig.NanoCpus / 1e9} processor(s)`,
      `${HostConfig.PidsLimit ?? "no limit of"} processes and threads`,
      `logs ${HostConfig.LogConfig.Config["max-size"] ?? "without limit"} × ${HostConfig.LogConfig.Config["max-file"] ?? 1}`,
    ].join(", "),
    "When it ends":
      HostConfig.RestartPolicy.Name === "unless-stopped" ? "is started again" : HostConfig.RestartPolicy.Name,
  };
}

/** Numbers differ from machine to machine, so ports are called by their variables. */
async function portVariables(stack: Stack): Promise<Map<string, string>> {
  const names = { CTI_HTTP_PORT: "80", CTI_HTTPS_PORT: "443", CTI_WEB_PORT: "8000" };
  const { stdout } = await stack.run("env", []);
  const given = new Map(stdout.split("\n").map((line) => line.split("=", 2) as [string, string]));
  return new Map(
    Object.entries(names).map(([name, initial]) => [given.get(name) ?? initial, `${name} (${initial})`]),
  );
}

function volumeName(name: string, project: string): string {
  return name.startsWith(`${project}_`)
    ? `volume ${name.slice(project.length + 1)}`
    : "volume without a name";
}

/** NAME as ACCOUNT with CAPABILITIES, of every kind of process that runs there. */
async function processesOf(stack: Stack, container: Inspected, owner: string): Promise<string> {
  // The shell that asks is left out, and what it starts.
  const script = `for dir in /proc/[0-9]*; do
    pid=\${dir#/proc/}; [ "$pid" != $$ ] || continue
    while read -r key value rest; do case "$key" in
      Name:) name=$value ;; PPid:) parent=$value ;; Uid:) uid=$value ;; CapEff:) caps=$value ;; esac
    done <"$dir/status" 2>/dev/null || continue
    [ "$parent" != $$ ] || continue
    account=$uid; while IFS=: read -r known _ number _; do [ "$number" != "$uid" ] || account=$known; done </etc/passwd
    [ "$uid" != ${owner} ] || account=CTI_UID
    echo "$name $account $caps"
  done`;
  const lines = (await inside(stack, container, script)).trim().split("\n");
  const told = lines.map((line) => {
    const [name = "", account = "", capabilities = ""] = line.split(" ");
    // Node calls its process after its first thread.
    return `${name.replace("MainThread", "node")} as ${account} with ${capabilityNames(capabilities)}`;
  });
  return [...new Set(told)].toSorted().join("; ");
}

/** By their numbers in linux/capability.h. */
const capabilities =
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE".split(
    " ",
  );

function capabilityNames(mask: string): string {
  const bits = BigInt(`0x${mask}`);
  const names: string[] = [];
  for (let bit = 0; bit < 64; bit += 1)
    if ((bits >> BigInt(bit)) & 1n) names.push(capabilities[bit] ?? `capability ${bit}`);
  return names.length === 0 ? "no capability" : names.join(", ");
}
