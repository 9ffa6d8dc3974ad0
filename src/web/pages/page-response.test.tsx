import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { mountAssets } from "./assets.ts";
import { directionOf } from "./direction.ts";
import { PageHeader } from "./page-header.tsx";
import { pageResponse, renderPage } from "./page-response.ts";
import { PublicShell } from "./public-shell.tsx";
import { stylesheet, stylesheetPath } from "./styles.ts";

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`;

function page(words: string, lang = "en") {
  return (
    <PublicShell lang={lang} title={words} brand={{ name: words, colour: "#c2410c" }}>
      <PageHeader title={words} lead={words} parent={{ href: `/x?q=${words}`, label: words }} />
    </PublicShell>
  );
}

describe("a page", () => {
  it("carries a policy under which no script and no foreign style can run", async () => {
    const response = await pageResponse(page("Hello"), { isHttps: true });
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("strict-transport-security")).toContain("max-age=31536000");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });

  it("promises no TLS where the request came without", async () => {
    expect((await pageResponse(page("Hello"))).headers.has("strict-transport-security")).toBe(false);
  });

  it("shows hostile words as words: the structure is that of harmless ones", async () => {
    const shape = (html: string) => html.match(/<[a-z]+/gi);
    expect(shape(await renderPage(page(hostile)))).toEqual(shape(await renderPage(page("harmless"))));
  });

  it("has no style attribute and no script: the policy would drop them", async () => {
    const html = await renderPage(page("Hello"));
    expect(html).not.toMatch(/\sstyle=|<script|\son[a-z]+=/);
  });

  it("runs from right to left in Arabic and in Urdu, not in Azerbaijani written in Latin", async () => {
    expect(await renderPage(page("Hello", "ar"))).toContain('<html lang="ar" dir="rtl">');
    expect([directionOf("ur-PK"), directionOf("uz-Arab"), directionOf("az-Latn"), directionOf("de-CH")]).toEqual([
      "rtl",
      "rtl",
      "ltr",
      "ltr",
    ]);
  });
});

describe("the stylesheets", () => {
  const app = new Hono();
  mountAssets(app);

  it("the stylesheet may be kept for ever, because its address names its content, and stays under 24 KB", async () => {
    const response = await app.request(stylesheetPath);
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(await response.text()).toBe(stylesheet);
    expect(stylesheet.length).toBeLessThan(24_576);
  });

  it("a vendor's colour is a stylesheet of its own; what is no colour is not found", async () => {
    const response = await app.request("/assets/brand-c2410c.css");
    expect(await response.text()).toMatch(/^:root\{--accent:#[0-9a-f]{6};/);
    expect((await app.request("/assets/brand-teal.css")).status).toBe(404);
  });
});
