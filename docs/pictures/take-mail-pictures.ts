/**
 * Renders each template with its example, at a phone's and a desk's width, by day and by night:
 * `node --import tsx docs/pictures/take-mail-pictures.ts`. Fails if a mail asks any host but the vendor's for anything.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compileTemplate } from "#templates/compile-template.ts";
import { prepareTemplate } from "#templates/merge-template.ts";
import type { MergeView } from "#templates/merge-view.ts";
import type { TemplateSource, TemplateKind } from "#templates/template-source.ts";
import { openChromium } from "#web/pages/gallery/chromium.ts";
import type { Browser, Page } from "playwright-core";
import { arabicExample } from "./arabic-example.ts";
import { packPng } from "./pack-png.ts";
import { productPictures } from "./product-pictures.ts";

const VENDOR_HOST = "shop.example";
const here = import.meta.dirname;
const templates = join(here, "../../templates");

type Shot = {
  readonly name: string;
  readonly locale: string;
  readonly width: number;
  readonly scheme: "light" | "dark";
};

const shots: readonly Shot[] = ["weekly-picks", "birthday", "service-notice"].flatMap((name) => [
  ...[320, 1280].flatMap((width) =>
    (["light", "dark"] as const).map((scheme) => ({ name, locale: "en", width, scheme })),
  ),
  ...[320, 1280].map((width) => ({ name, locale: "ar", width, scheme: "light" as const })),
]);

async function readTemplate(name: string): Promise<TemplateSource> {
  const read = (file: string) => readFile(join(templates, name, file), "utf8");
  const readJson = async (file: string): Promise<unknown> => JSON.parse(await read(file));
  return {
    name,
    kind: ((await readJson("template.json")) as { kind: TemplateKind }).kind,
    mjml: await read("email.mjml"),
    sms: await read("sms.txt"),
    push: (await readJson("push.json")) as TemplateSource["push"],
    strings: (await readJson("strings.json")) as TemplateSource["strings"],
    example: await readJson("example.json"),
  };
}

async function htmlOf(name: string, locale: string): Promise<string> {
  const source = await readTemplate(name);
  const compiled = await compileTemplate(source);
  if (!compiled.ok) throw new Error(compiled.error.map(({ message }) => message).join("\n"));
  const view = source.example as MergeView;
  const localised = locale === "ar" ? arabicExample(view) : { ...view, customer: { ...view.customer, locale } };
  const merged = prepareTemplate(compiled.value).mergeEmail(localised);
  if (!merged.ok) throw new Error(merged.error.message);
  return merged.value.html;
}

/** Answers the vendor's pictures from here; gives the list of whatever else the mail asked for. */
async function watchRequests(page: Page): Promise<readonly string[]> {
  const foreign: string[] = [];
  await page.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    const [, picture = ""] = /^\/pictures\/([a-z]+)\.png$/.exec(url.pathname) ?? [];
    const svg = productPictures.get(picture);
    if (url.hostname === VENDOR_HOST && svg !== undefined) {
      await route.fulfill({ contentType: "image/svg+xml", body: svg });
      return;
    }
    foreign.push(url.href);
    await route.abort();
  });
  return foreign;
}

async function take(browser: Browser, shot: Shot): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: shot.width, height: 800 },
    colorScheme: shot.scheme,
    deviceScaleFactor: 1,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const foreign = await watchRequests(page);
  await page.setContent(await htmlOf(shot.name, shot.locale), { waitUntil: "networkidle" });
  const language = shot.locale === "en" ? "" : `-${shot.locale}`;
  const path = join(here, `mail-${shot.name}-${shot.width}-${shot.scheme}${language}.png`);
  await writeFile(path, packPng(await page.screenshot({ fullPage: true })));
  await context.close();
  if (foreign.length > 0) throw new Error(`${shot.name} asks for ${foreign.join(", ")}`);
}

const browser = await openChromium();
for (const shot of shots) await take(browser, shot);
await browser.close();
