import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Machines are shared: a test that is right must not fail because a neighbour is busy. */
const patience = { testTimeout: 20_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...patience,
          name: "node",
          include: [
            "{src,content,templates,tracking,channels}/**/*.test.{ts,tsx}",
            "tests/{house,journeys,contracts,simulation}/**/*.test.ts",
            "bench/kit/**/*.test.ts",
            "tests/runtimes/{node,hrana,mail-server,push}/**/*.test.ts",
          ],
          setupFiles: ["tests/setup.ts"],
          pool: "threads",
        },
      },
      {
        // Every contract on D1, in workerd; modules are loaded one by one, not bundled.
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: {
          ...patience,
          name: "workerd",
          include: ["tests/runtimes/workerd/*.test.ts"],
        },
      },
      {
        // The bundle that would be deployed, run in workerd and watched from Node.
        test: {
          ...patience,
          name: "worker",
          include: ["tests/runtimes/workerd/built/**/*.test.ts"],
          setupFiles: ["tests/setup.ts"],
          // wrangler would ask its makers for news and for a sample of request.cf, and wait for the answer.
          env: {
            CI: "1",
            CLOUDFLARE_CF_FETCH_ENABLED: "false",
            WRANGLER_HIDE_BANNER: "true",
            WRANGLER_SEND_ERROR_REPORTS: "false",
            WRANGLER_SEND_METRICS: "false",
          },
        },
      },
    ],
  },
});
