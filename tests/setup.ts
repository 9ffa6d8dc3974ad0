import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, vi } from "vitest";

/** Nothing leaves the machine: an unplanned call fails the test. Servers that a test starts itself stand on loopback. */
const network = setupServer(
  // A worker's node:dns asks by HTTPS (RFC 8484); no name but loopback is anywhere here: NXDOMAIN.
  http.get("https://cloudflare-dns.com/dns-query", () => HttpResponse.json({ Status: 3 })),
);
const complaints: string[] = [];

function isLoopback(frame: unknown): boolean {
  if (typeof frame !== "object" || frame === null || !("request" in frame)) return false;
  const { hostname } = new URL((frame.request as Request).url);
  return hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
}

beforeAll(() => {
  network.listen({
    onUnhandledFrame: ({ frame, defaults }) => {
      const request: unknown = "data" in frame ? frame.data : undefined;
      if (!isLoopback(request)) defaults.error();
    },
  });
  vi.spyOn(console, "error").mockImplementation((...words: unknown[]) => {
    complaints.push(words.map(String).join(" "));
  });
});

afterEach(() => {
  const said = complaints.splice(0);
  if (said.length > 0) throw new Error(`console.error was called: ${said.join("; ")}`);
});

afterAll(() => network.close());
