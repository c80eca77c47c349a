import { serverImage } from "./server-image.ts";

/** A server in a container of the test's own, reached through a port of this machine. */
export type ServerContainer = {
  url: string;
  /** Ends it without a goodbye and starts it again on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** Whether tests run their servers in containers: `CTI_TEST_CONTAINERS=1`, which needs a Docker engine. */
export const inContainers: boolean = process.env["CTI_TEST_CONTAINERS"] === "1";

type Recipe = {
  image: string;
  port: number;
  command: string[];
  environment?: Record<string, string>;
  /** Folder of the data, kept in memory. */
  data: string;
  /** Succeeds inside the container once it serves. */
  healthy: string;
};

/** PostgreSQL without regard for power failures, with the settings on which tests rely. */
export async function postgresContainer(): Promise<ServerContainer> {
  const password = "of-this-test";
  const started = await start({
    image: serverImage("postgres"),
    port: 5432,
    command: Object.entries({
      fsync: "off",
      max_connections: "100",
      shared_buffers: "64MB",
      timezone: "UTC",
    }).reduce((words, [name, value]) => [...words, "-c", `${name}=${value}`], ["postgres"]),
    environment: { POSTGRES_USER: "cti_user", POSTGRES_DB: "cti_scraper", POSTGRES_PASSWORD: password },
    data: "/var/lib/postgresql/data",
    // By address: while the image makes its database it listens on its socket only.
    healthy: "pg_isready -h 127.0.0.1 -U cti_user -d cti_scraper",
  });
  return { ...started, url: `postgres://cti_user:${password}@${started.address}/cti_scraper` };
}

/** Redis that keeps nothing: after a restart it is empty. */
export async function redisContainer(hostPort: number): Promise<ServerContainer> {
  const started = await start(
    {
      image: serverImage("redis"),
      port: 6379,
      command: ["redis-server", "--save", "", "--appendonly", "no", "--protected-mode", "no"],
      data: "/data",
      healthy: "redis-cli ping",
    },
    hostPort,
  );
  return { ...started, url: `redis://${started.address}` };
}

async function start(
  recipe: Recipe,
  hostPort?: number,
): Promise<Omit<ServerContainer, "url"> & { address: string }> {
  // Only here, since loading it takes longer than most tests.
  const { GenericContainer, Wait } = await import("testcontainers");
  const container = await new GenericContainer(recipe.image)
    .withCommand(recipe.command)
    .withEnvironment(recipe.environment ?? {})
    .withExposedPorts(hostPort === undefined ? recipe.port : { container: recipe.port, host: hostPort })
    .withTmpFs({ [recipe.data]: "rw" })
    .withHealthCheck({ test: ["CMD-SHELL", recipe.healthy], interval: 250, timeout: 5_000, retries: 240 })
    .withWaitStrategy(Wait.forHealthCheck())
    .start();
  return {
    address: `${container.getHost()}:${container.getMappedPort(recipe.port)}`,
    restart: () => container.restart({ timeout: 0 }),
    stop: async () => {
      await container.stop({ timeout: 0, remove: true, removeVolumes: true });
    },
  };
}
