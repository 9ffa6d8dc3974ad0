import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import type { Browser } from "playwright-core";
import { openChromium } from "./chromium.ts";

export type OpenPages = {
  readonly origin: string;
  readonly browser: Browser;
  close(): Promise<void>;
};

/** An app on a loopback port with a browser beside it. */
export async function openPages(app: Hono): Promise<OpenPages> {
  const { origin, stop } = await new Promise<{ origin: string; stop: () => void }>((resolve) => {
    const running = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve({ origin: `http://127.0.0.1:${port}`, stop: () => running.close() }),
    );
  });
  const browser = await openChromium();
  return {
    origin,
    browser,
    close: async () => {
      await browser.close();
      stop();
    },
  };
}
