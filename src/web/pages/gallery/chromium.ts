import { type Browser, chromium } from "playwright-core";

export const chromiumPath = "/usr/bin/chromium";

/** A local Chromium for pictures and page tests: no network of its own, no first-run page. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
