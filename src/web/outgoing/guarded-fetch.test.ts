import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Timer } from "#kernel/clock.ts";
import { fetchTransport } from "./fetch-transport.ts";
import { checkOutgoingUrl, type OutgoingPolicy } from "./check-outgoing-url.ts";
import { guardedFetch, type OutgoingRequest, readOutgoing } from "./guarded-fetch.ts";
import { isPublicAddress } from "./public-address.ts";
import { AddressRefused, type Exchange, type Exchanged, type Transport } from "./transport.ts";

const policy: OutgoingPolicy = {
  trustedOrigins: new Set(["http://127.0.0.1:9000"]),
  ownHosts: new Set(["own-gateway.example"]),
};

/** A network of a few names, told by what each answers. */
type Site = { readonly address?: string; answer(exchange: Exchange): Exchanged | Promise<Exchanged> };

function network(sites: Readonly<Record<string, Site>>): { readonly transport: Transport; readonly asked: Exchange[] } {
  const asked: Exchange[] = [];
  const transport: Transport = async (exchange) => {
    const site = sites[exchange.url.hostname];
    if (site === undefined) throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    if (!exchange.mayConnect(site.address ?? "93.184.216.34")) throw new AddressRefused("private");
    asked.push(exchange);
    return site.answer(exchange);
  };
  return { transport, asked };
}

const patient: Timer = { after: () => () => undefined };

function bodyOf(...parts: readonly string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });
}

function answer(status: number, headers: Record<string, string> = {}, body = bodyOf("fine")): Exchanged {
  return { status, headers: new Headers(headers), body };
}

const wanted = { timeoutMs: 1_000, maxBytes: 100, maxRedirects: 3 };

async function ask(
  sites: Readonly<Record<string, Site>>,
  request: Partial<OutgoingRequest> & { readonly url: string },
) {
  const { transport, asked } = network(sites);
  return { asked, result: await guardedFetch({ transport, policy, timer: patient }, { ...wanted, ...request }) };
}

describe("an address on somebody's say-so", () => {
  const file = "../shared/cases/urls/ssrf.json";
  const cases = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as ReadonlyArray<{ readonly url: string; readonly why: string }>)
    : [];
  /** These are well-formed, public and over https: what bounds them is tested below and at the transport. */
  const bound = /(?:rebind|redirect|slow|drip|huge|gzipbomb)\.example/;

  describe.skipIf(cases.length === 0)(`of the ${cases.length} cases of requests that go astray`, () => {
    for (const { url, why } of cases) {
      const isAccepted = bound.test(url);
      it(`${isAccepted ? "is bounded while asked" : "is refused"}: ${JSON.stringify(url)} (${why})`, () => {
        expect(checkOutgoingUrl(url, policy).ok).toBe(isAccepted);
        // The same over https: it is not only the scheme that refuses it.
        const secure = url.replace(/^http:/, "https:");
        const isOnlyScheme = why === "https only" || why === "public name that resolves to loopback";
        expect(checkOutgoingUrl(secure, policy).ok).toBe(isAccepted || isOnlyScheme);
      });
    }
  });

  it("is the same host with a dot at its end, in full-width letters, or in capitals", () => {
    for (const url of [
      "https://localhost./",
      "https://LOCALHOST/",
      "https://ｌｏｃａｌｈｏｓｔ/",
      "https://127.0.0.1./",
    ]) {
      expect(checkOutgoingUrl(url, policy).ok).toBe(false);
    }
  });

  it("may be any public host over https", () => {
    for (const url of ["https://feeds.shop.example/a.xml?x=1", "https://8.8.8.8/", "https://[2606:4700::1111]:8443/"]) {
      expect(checkOutgoingUrl(url, policy).ok).toBe(true);
    }
    expect(checkOutgoingUrl("https://shop.example:25/", policy)).toEqual({ ok: false, error: "port" });
  });

  it("may be on this machine, where the operator named that very origin", () => {
    expect(checkOutgoingUrl("http://127.0.0.1:9000/feed.csv", policy).ok).toBe(true);
    expect(checkOutgoingUrl("http://127.0.0.1:9001/feed.csv", policy).ok).toBe(false);
    expect(checkOutgoingUrl("https://127.0.0.1:9000/feed.csv", policy).ok).toBe(false);
  });
});

describe("an address behind a name", () => {
  it("is private in every range that is not the internet, and public beside it", () => {
    const closed = [
      "10.1.2.3",
      "100.127.255.255",
      "169.254.169.254",
      "172.31.0.1",
      "198.19.0.1",
      "0.0.0.0",
      "240.0.0.1",
    ];
    const v6 = ["::", "::1", "::ffff:8.8.8.8", "fe80::1", "fec0::1", "fd00::1", "2001::1", "2002:7f00:1::", "ff02::1"];
    const nat64 = ["64:ff9b::a00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::808:808"];
    for (const address of [
      ...closed,
      ...v6,
      ...nat64,
      "168.63.129.16",
      "fe80::1%eth0",
      "",
      "8.8.8",
      "1:2:3",
      "::1::",
    ]) {
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
    }
    const open = ["8.8.8.8", "100.128.0.1", "172.32.0.1", "11.0.0.1", "2606:4700::1111", "2a00:1450:4001:81b::200e"];
    for (const address of [...open, "64:ff9b::808:808", "2001:4860:4860:0:0:0:0:8888"]) {
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
    }
  });
});

describe("a redirect", () => {
  const feed = (location: string): Site => ({ answer: () => answer(302, { location }) });

  it("of a feed to a private address is refused, and nothing is asked there", async () => {
    for (const target of [
      "http://169.254.169.254/latest/",
      "https://10.0.0.1/",
      "https://127.1/",
      "file:///etc/passwd",
    ]) {
      const { result, asked } = await ask({ "redirect.example": feed(target) }, { url: "https://redirect.example/a" });
      expect(result).toMatchObject({ ok: false, error: { kind: "refused" } });
      expect(asked).toHaveLength(1);
    }
  });

  it("to a name that resolves to a private address is refused", async () => {
    const inside: Site = { address: "192.168.0.7", answer: () => answer(200) };
    const sites = { "redirect.example": feed("https://inside.example/"), "inside.example": inside };
    const { result } = await ask(sites, { url: "https://redirect.example/a" });
    expect(result).toEqual({
      ok: false,
      error: { kind: "refused", reason: "private_address", url: "https://inside.example/" },
    });
  });

  it("leaves behind what was meant for the first server alone", async () => {
    const sites = {
      "a.example": { answer: () => answer(301, { location: "https://b.example/x" }) },
      "b.example": { answer: () => answer(200) },
    };
    const headers = {
      authorization: "Bearer secret",
      "x-shop-key": "secret",
      "private-token": "secret",
      "if-none-match": '"1"',
    };
    const { asked } = await ask(sites, { url: "https://a.example/", headers });
    expect(asked[1]?.headers).toEqual({ "if-none-match": '"1"' });
  });

  it("is followed as often as allowed, from its own place, and never with a body", async () => {
    const hops: Site = { answer: ({ url }) => answer(307, { location: `${url.pathname}x` }) };
    const { result, asked } = await ask({ "a.example": hops }, { url: "https://a.example/" });
    expect(result).toEqual({ ok: false, error: { kind: "redirected", status: 307 } });
    expect(asked.map(({ url }) => url.pathname)).toEqual(["/", "/x", "/xx", "/xxx"]);
    const posted = await ask({ "a.example": hops }, { url: "https://a.example/", method: "POST", body: "{}" });
    expect(posted.asked).toHaveLength(1);
    expect(posted.result).toMatchObject({ error: { kind: "redirected" } });
  });
});

describe("an answer", () => {
  it("is read as far as allowed and no further, whatever it says of its size", async () => {
    let pulled = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>(
        {
          pull: (controller) => {
            pulled += 1;
            controller.enqueue(new Uint8Array(30));
          },
        },
        { highWaterMark: 0 },
      );
    const { result } = await ask(
      { "huge.example": { answer: () => answer(200, {}, endless()) } },
      { url: "https://huge.example/" },
    );
    if (!result.ok) throw new Error("asked in vain");
    expect(await readOutgoing(result.value)).toEqual({ ok: false, error: { kind: "too_large" } });
    expect(pulled).toBe(4);
    const told: Site = { answer: () => answer(200, { "content-length": "101" }, endless()) };
    const early = await ask({ "huge.example": told }, { url: "https://huge.example/" });
    expect(early.result).toEqual({ ok: false, error: { kind: "too_large" } });
  });

  it("that drips is over when its time is over, not when it pauses", async () => {
    let ring = () => {};
    const timer: Timer = {
      after: (_delay, work) => {
        ring = work;
        return () => undefined;
      },
    };
    const transport: Transport = async ({ signal }) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => signal.addEventListener("abort", () => controller.error(new Error("aborted"))),
      });
      return { status: 200, headers: new Headers(), body };
    };
    const result = await guardedFetch({ transport, policy, timer }, { ...wanted, url: "https://drip.example/" });
    if (!result.ok) throw new Error("asked in vain");
    const read = readOutgoing(result.value);
    ring();
    expect(await read).toEqual({ ok: false, error: { kind: "timeout" } });
  });

  it("comes whole where it is small, with what its server said", async () => {
    const { result } = await ask(
      { "a.example": { answer: () => answer(404, { etag: '"1"' }) } },
      { url: "https://a.example/#x" },
    );
    if (!result.ok) throw new Error("asked in vain");
    expect([result.value.status, result.value.headers.get("etag"), result.value.url]).toEqual([
      404,
      '"1"',
      "https://a.example/",
    ]);
    const read = await readOutgoing(result.value);
    expect(read.ok && Buffer.from(read.value).toString()).toBe("fine");
  });

  it("that never comes is told by what the system calls it", async () => {
    const { result } = await ask({}, { url: "https://nobody.example/" });
    expect(result).toEqual({ ok: false, error: { kind: "unreachable", code: "ENOTFOUND" } });
  });
});

describe("the platform's fetch", () => {
  it("is never let to follow a redirect by itself, and ends with the time of the whole", async () => {
    const asked: RequestInit[] = [];
    const transport = fetchTransport(async (_url, init) => {
      asked.push(init);
      return new Response(null, { status: 302, headers: { location: "https://169.254.169.254/" } });
    });
    const result = await guardedFetch({ transport, policy, timer: patient }, { ...wanted, url: "https://a.example/" });
    expect(result).toMatchObject({ ok: false, error: { kind: "refused", reason: "private_address" } });
    expect(asked).toMatchObject([{ redirect: "manual", method: "GET", signal: expect.any(AbortSignal) as unknown }]);
  });
});
