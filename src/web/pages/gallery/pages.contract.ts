import { existsSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { chromiumPath } from "./chromium.ts";
import type { Findings } from "./inspect-pages.ts";

/** Not everybody has a browser: what needs one says so, and is left out without it. */
export const hasChromium = existsSync(chromiumPath);

/** A browser on a busy machine. */
const browserTimeoutMs = 120_000;

/** What holds for every page that people open. `inspect` looks at all of them, once. */
export function pagesContract(inspect: () => Promise<Findings>): void {
  let found: Findings;
  beforeAll(async () => {
    found = await inspect();
  }, browserTimeoutMs);

  it("axe finds nothing to complain about, by day on a desk and by night on a phone", () => {
    expect(found.axe).toEqual([]);
  });

  it("no page is wider than the narrowest screen that it is made for", () => {
    expect(found.overflow).toEqual([]);
  });

  it("whatever is pressed is at least 44 pixels high on a phone", () => {
    expect(found.smallTargets).toEqual([]);
  });

  it("nothing on a page breaks its own content security policy, and nothing is asked from elsewhere", () => {
    expect(found.policy).toEqual([]);
  });
}
