import axe from "axe-core";
import type { BrowserContext, Page } from "playwright-core";
import type { OpenPages } from "./open-pages.ts";

export type Visit = {
  readonly paths: readonly string[];
  /** Before the first page: pictures that lie elsewhere, cookies. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
};

export type Inspection = Visit & {
  /** Pixels of the narrowest screen that the pages are made for. */
  readonly narrowest: 240 | 320;
  /** Origins beside our own that a page may ask for pictures. */
  readonly pictureOrigins?: readonly string[];
};

/** Lines with what is wrong, each beginning with its page. */
export type Findings = Readonly<Record<"axe" | "overflow" | "smallTargets" | "policy", readonly string[]>>;

/** Pages that are looked at beside each other: more than that, and they only wait for the same two processors. */
const TABS = 3;

/** Shows each page in a tab of one fresh browser context, some at once; gives what `look` found, in the order of the paths. */
export async function visitPages<Found>(
  { browser, origin }: OpenPages,
  { paths, prepare }: Visit,
  look: (page: Page, url: string) => Promise<Found>,
): Promise<readonly Found[]> {
  // Colours change at once: what fades is seen half way.
  const context = await browser.newContext({ reducedMotion: "reduce" });
  await prepare?.(context);
  const found = new Map<string, Found>();
  const waiting = [...paths];
  const work = async () => {
    const page = await context.newPage();
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      found.set(path, await look(page, `${origin}${path}`));
    }
  };
  await Promise.all(Array.from({ length: TABS }, work));
  await context.close();
  return [...found.values()];
}

/**
 * Loads each page once, and looks at it by day on a desk and by night on a phone: without script a page is the same document
 * on every screen, so to resize it shows what a new load would.
 */
export async function inspectPages(pages: OpenPages, inspection: Inspection): Promise<Findings> {
  const found = await visitPages(pages, inspection, (page, url) => inspect(page, url, inspection));
  const all = (kind: keyof Findings) => found.flatMap((one) => one[kind]);
  return { axe: all("axe"), overflow: all("overflow"), smallTargets: all("smallTargets"), policy: all("policy") };
}

async function inspect(page: Page, url: string, { narrowest, pictureOrigins = [] }: Inspection): Promise<Findings> {
  const { origin, pathname, search } = new URL(url);
  const at = (screen: string) => (line: string) => `${pathname}${search} ${screen}: ${line}`;
  await show(page, 1280, "light");
  const policy = await complaintsOf(page, url, [origin, ...pictureOrigins]);
  await page.evaluate(axe.source);
  const onDesk = await axeComplaints(page);
  await show(page, 320, "dark");
  const onPhone = await axeComplaints(page);
  const narrow: Array<Pick<Findings, "overflow" | "smallTargets">> = [];
  for (const width of new Set([320, narrowest])) {
    await show(page, width, "dark");
    const mark = at(`on ${width}`);
    narrow.push({ overflow: (await overflow(page)).map(mark), smallTargets: (await smallTargets(page)).map(mark) });
  }
  return {
    axe: [...onDesk.map(at("on 1280, light")), ...onPhone.map(at("on 320, dark"))],
    overflow: narrow.flatMap((one) => one.overflow),
    smallTargets: narrow.flatMap((one) => one.smallTargets),
    policy: policy.map(at("")),
  };
}

async function show(page: Page, width: number, colorScheme: "light" | "dark"): Promise<void> {
  await page.setViewportSize({ width, height: 700 });
  await page.emulateMedia({ colorScheme });
}

/** Loads a page; gives what its own policy refused, and what it asked of anybody else. */
async function complaintsOf(page: Page, url: string, origins: readonly string[]): Promise<readonly string[]> {
  const complaints: string[] = [];
  const documents = new Set<string>();
  page.on("request", (request) => {
    if (request.isNavigationRequest()) documents.add(request.url());
  });
  page.on("console", (message) => {
    // That a page, or a frame in it, says 404 is no complaint about what is on it.
    const isStatus = message.text().includes("responded with a status of 4") && documents.has(message.location().url);
    if (!isStatus) complaints.push(message.text());
  });
  page.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith("data:") && !origins.includes(new URL(asked).origin)) complaints.push(asked);
  });
  await page.goto(url);
  page.removeAllListeners("console");
  page.removeAllListeners("request");
  return complaints;
}

/** What axe-core complains about; its source is in the page already. */
async function axeComplaints(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    // Every rule runs; what passes is not told at length.
    const run = await inPage.run(document, { resultTypes: ["violations"] });
    return run.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
}

/** Whether the page must be moved sideways to be read. */
async function overflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`is ${scrollWidth} wide on ${clientWidth}`] : [];
  });
}

/** What is pressed as a thing of its own; links inside a sentence are exempt (WCAG 2.5.8, inline). */
const targets = ".button, .input, .choice, .nav a, .crumb, .filter, summary, .brand, .foot a, .toc a";

async function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)]
        .filter((element) => element.getClientRects().length > 0)
        .filter((element) => element.getBoundingClientRect().height < 43.9)
        .map((element) => element.outerHTML.slice(0, 120)),
    targets,
  );
}
