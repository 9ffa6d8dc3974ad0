import axe from "axe-core";
import type { BrowserContext, Page } from "playwright-core";
import type { OpenPages } from "./open-pages.ts";

export type Inspection = {
  readonly paths: readonly string[];
  readonly width: number;
  readonly colorScheme?: "light" | "dark";
  /** Before the first page: pictures that lie elsewhere, cookies. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
};

/** Shows each page in a fresh browser context; gives what `look` found, with the page's path before it. */
export async function inspectPages(
  { browser, origin }: OpenPages,
  inspection: Inspection,
  look: (page: Page) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const { width, colorScheme = "light", paths, prepare } = inspection;
  const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme });
  await prepare?.(context);
  const page = await context.newPage();
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(`${origin}${path}`);
    found.push(...(await look(page)).map((line) => `${path} ${line}`));
  }
  await context.close();
  return found;
}

/** What axe-core complains about. */
export async function axeComplaints(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const run = await inPage.run(document);
    return run.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
}

/** Whether the page must be moved sideways to be read. */
export async function overflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`is ${scrollWidth} wide on ${clientWidth}`] : [];
  });
}

/** What is pressed as a thing of its own; links inside a sentence are exempt (WCAG 2.5.8, inline). */
const targets = ".button, .input, .choice, .nav a, .crumb, .filter, summary, .brand, .foot a, .toc a";

export async function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)]
        .filter((element) => element.getClientRects().length > 0)
        .filter((element) => element.getBoundingClientRect().height < 43.9)
        .map((element) => element.outerHTML.slice(0, 120)),
    targets,
  );
}
