import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: [
            "{src,content,templates,tracking,channels}/**/*.test.{ts,tsx}",
            "tests/{house,journeys,contracts}/**/*.test.ts",
            "tests/runtimes/node/**/*.test.ts",
          ],
          setupFiles: ["tests/setup.ts"],
          pool: "threads",
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: {
          name: "workerd",
          include: ["tests/runtimes/workerd/*.test.ts"],
        },
      },
      {
        test: {
          name: "worker",
          include: ["tests/runtimes/workerd/built/**/*.test.ts"],
        },
      },
    ],
  },
});
