import { beforeAll, describe, expect, it } from "vitest";
import { scopeNames } from "#access/scopes.ts";
import { consolePages } from "#console/mount-console.ts";
import { type LivedStation, livedStation, ORIGIN } from "./lived-station.ts";

/** What stands open to the world: said here, so that a new door is a decision. */
const OPEN = [
  "/",
  "/assets/:name{brand-[0-9a-f]{6}\\.css}",
  "/assets/:name{jumpstation-[0-9a-f]+\\.css}",
  "/c/:token",
  "/forms/:code",
  "/forms/confirm/:token",
  "/forms/confirm/again",
  "/health",
  "/images/:name",
  "/j/:token",
  // Asks for the token of a device that an operator registered.
  "/kiosk/:code",
  "/kiosk/:code/held",
  "/kiosk/:code/offline",
  "/kiosk/:code/thanks",
  "/kiosk/page.js",
  "/kiosk/worker.js",
  // The customer's own site: the way in, and behind it what asks for her session (src/me/with-own.tsx).
  "/me",
  ...[
    "address",
    "at/:key",
    "code",
    "consents",
    "copy",
    "copy/file",
    "copy/page",
    "correct",
    "data",
    "devices",
    "devices.js",
    "enter",
    "erase",
    "leave",
    "messages",
    "messages/:number",
    "notes",
    // The worker that shows notices, and where it tells of a new endpoint: the old one is its proof.
    "notices.js",
    "notices/renew",
    "picks",
    "saved",
    "site",
  ].map((page) => `/me/${page}`),
  // Open to this machine; it asks everybody else for its scope (src/entry/metrics/metrics.test.ts).
  "/metrics",
  "/openapi.json",
  "/p/:token",
  "/preferences",
  "/preferences/:code",
  "/problems",
  "/products",
  "/products/:code",
  "/products/:code/choose",
  "/products/consent",
  "/reference",
  "/u/:token",
  "/v/:token",
];

let lived: LivedStation;
beforeAll(async () => {
  lived = await livedStation({ customers: 4, days: 1 });
}, 60_000);

const isAsset = (path: string) => path.startsWith("/assets/");
const isConsole = (path: string) => path === "/console" || path.startsWith("/console/") || path.startsWith("/mailbox");

describe("a door of the station", () => {
  it("is an operation, a page of the console, or one that is known to be open", () => {
    const guarded = new Set(lived.station.operations.map(({ path }) => path));
    const paths = [...new Set(lived.station.app.routes.map(({ path }) => path))];
    const others = paths.filter(
      (path) => !guarded.has(path) && !isConsole(path) && !isAsset(path) && !OPEN.includes(path),
    );
    expect(others.filter((path) => !path.endsWith("*"))).toEqual([]);
    expect(paths.length).toBeGreaterThan(40);
  });

  it("of the console leads to the sign-in without a session, whatever the method, and asks for a scope that exists", async () => {
    const scopes: readonly string[] = scopeNames;
    for (const { method, path, scope } of consolePages) {
      expect.soft(scopes, path).toContain(scope);
      const filled = path.replaceAll(/:[A-Za-z]+(\{[^}]*\})?/g, "1");
      const answer = await lived.station.app.request(`${ORIGIN}${filled}`, { method: method.toUpperCase() });
      expect.soft([path, answer.status]).toEqual([path, 303]);
      expect.soft(answer.headers.get("location"), path).toMatch(/^\/console\/sign-in(\?next=|$)/);
    }
    expect(consolePages.length).toBeGreaterThan(10);
  });

  it("of the console stays shut for an agent, but for those of her calls; so does every operation of the API", async () => {
    const cookie = await lived.agentCookie();
    const filled = (path: string) => path.replaceAll(/:[A-Za-z]+(\{[^}]*\})?/g, "1");
    const asAgent = (path: string, method: string) =>
      lived.station.app.request(`${ORIGIN}${filled(path)}`, {
        method: method.toUpperCase(),
        headers: { cookie, origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
      });
    const isHers = ({ scope }: { readonly scope: string }) => scope === "calls:handle";
    const answered: Array<readonly [page: string, isHers: boolean, status: number]> = [];
    for (const page of consolePages.filter(({ path }) => path !== "/console")) {
      const { status } = await asAgent(page.path, page.method);
      answered.push([`${page.method} ${page.path}`, isHers(page), status]);
    }
    for (const operation of lived.station.operations) {
      const { status } = await asAgent(operation.path, operation.method);
      answered.push([operation.operationId, isHers(operation), status]);
    }
    const openTo = (hers: boolean) => answered.filter(([, own, status]) => own === hers && status !== 403);
    expect(openTo(false)).toEqual([]);
    expect(openTo(true)).toEqual(answered.filter(([, own]) => own));
    expect(openTo(true).length).toBeGreaterThan(15);
    const front = await asAgent("/console", "get");
    expect([front.status, front.headers.get("location")]).toEqual([303, "/console/calls"]);
    const first = await (await asAgent("/console/calls", "get")).text();
    expect([...first.matchAll(/<nav[\s\S]*?<\/nav>/g)].join("")).not.toMatch(/href="(?!\/console\/calls")/);
  });

  it("that is not there is a problem document, and a method that it does not take is none of its answers", async () => {
    const nowhere = await lived.station.app.request(`${ORIGIN}/no/such/door`);
    expect([nowhere.status, nowhere.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    const wrong = await lived.station.app.request(`${ORIGIN}/j/x`, { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("that is not there is a page to whoever asks for pages, in her language, and a problem to a client of the API", async () => {
    const ask = (path: string, language: string) =>
      lived.station.app.request(`${ORIGIN}${path}`, {
        headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": language },
      });
    const page = await ask("/no/such/door", "de-CH,de;q=0.9");
    expect([page.status, page.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    expect(await page.text()).toMatch(/<html lang="de"[\s\S]*<h1>Diese Seite gibt es nicht<\/h1>/);
    const api = await ask("/v1/no-such-thing", "de");
    expect([api.status, api.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    const wrong = await lived.station.app.request(`${ORIGIN}/v1/newsletters`, { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});
