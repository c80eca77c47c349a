import { defineConfig } from "vitest/config";

// Tests run on Node's own loader, so that they fail where production would.
const experimental = { viteModuleRunner: false };
// Nothing is right because it was quick: a machine may be busy. What waits for a condition waits as long as `waitFor`.
const expectations = { poll: { timeout: 60_000, interval: 20 } };

export default defineConfig({
  test: {
    // Tests of the database mostly wait for it; vitest would leave a processor idle.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages,services,test}/**/*.test.ts"],
          exclude: ["**/*.{db,slow}.test.ts", "test/e2e/**", "**/node_modules/**"],
          // Pure code leaves nothing behind, so files share their modules.
          isolate: false,
          testTimeout: 90_000,
          expect: expectations,
          experimental,
        },
      },
      {
        test: {
          name: "db",
          include: ["{packages,services}/**/*.{db,slow}.test.ts"],
          globalSetup: ["packages/testing/src/database-server.ts"],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          expect: expectations,
          experimental,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/*.test.ts"],
          testTimeout: 300_000,
          expect: expectations,
          hookTimeout: 120_000,
          fileParallelism: false,
          experimental,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/e2e/browser/*.test.ts"],
          globalSetup: ["test/e2e/browser/shared-stack.ts"],
          testTimeout: 300_000,
          expect: expectations,
          hookTimeout: 180_000,
          fileParallelism: false,
          experimental,
        },
      },
      {
        test: {
          name: "compose",
          include: ["test/e2e/compose/*.test.ts"],
          testTimeout: 600_000,
          expect: expectations,
          hookTimeout: 900_000,
          fileParallelism: false,
          experimental,
        },
      },
    ],
  },
});
