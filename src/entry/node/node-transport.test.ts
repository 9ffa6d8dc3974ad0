import type { LookupAddress } from "node:dns";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemTimer } from "#entry/runtime.ts";
import { guardedFetch, readOutgoing } from "#web/outgoing/guarded-fetch.ts";
import { isPublicAddress } from "#web/outgoing/public-address.ts";
import { nodeTransport } from "./node-transport.ts";

const answers: Record<string, RequestListener> = {
  "/gzip": (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("packed")),
  "/br": (_request, response) =>
    response.writeHead(200, { "content-encoding": "br" }).end(brotliCompressSync("packed")),
  "/odd": (_request, response) => response.writeHead(200, { "content-encoding": "compress" }).end("packed"),
  "/bomb": (_request, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(64 << 20))),
  "/silence": () => undefined,
  "/drip": (_request, response) => response.writeHead(200).write("a"),
  "/cut": (request, response) => {
    response.writeHead(200, { "content-length": "100" }).write("a");
    setImmediate(() => request.socket.destroy());
  },
  "/inside": (_request, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
};

let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((request, response) => answers[request.url ?? ""]?.(request, response));
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  ({ port } = server.address() as AddressInfo);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function ask(path: string, limits: { readonly timeoutMs?: number; readonly maxBytes?: number } = {}) {
  const origin = `http://127.0.0.1:${port}`;
  const policy = { trustedOrigins: new Set([origin]), ownHosts: new Set<string>() };
  const deps = { transport: nodeTransport(), policy, timer: systemTimer };
  return guardedFetch(deps, {
    url: `${origin}${path}`,
    timeoutMs: 10_000,
    maxBytes: 1 << 20,
    maxRedirects: 2,
    ...limits,
  });
}

async function read(path: string, limits = {}) {
  const result = await ask(path, limits);
  if (!result.ok) return result;
  const body = await readOutgoing(result.value);
  return body.ok ? Buffer.from(body.value).toString() : body;
}

function resolver(...addresses: readonly string[]) {
  const asked: string[] = [];
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return {
    asked,
    resolve: (host: string, _options: { readonly all: true }, done: (fault: null, all: LookupAddress[]) => void) => {
      asked.push(host);
      done(null, found);
    },
  };
}

describe("Node's transport", () => {
  it("takes the packing off, and knows no packing that it can't", async () => {
    expect(await read("/gzip")).toBe("packed");
    expect(await read("/br")).toBe("packed");
    expect(await read("/odd")).toEqual({ ok: false, error: { kind: "unreachable", code: "CONTENT_ENCODING" } });
  });

  it("stops unpacking a bomb where the bytes allowed end", async () => {
    expect(await read("/bomb")).toEqual({ ok: false, error: { kind: "too_large" } });
  });

  it("gives up when the time for the whole is over, before or within the answer", async () => {
    expect(await read("/silence", { timeoutMs: 50 })).toEqual({ ok: false, error: { kind: "timeout" } });
    expect(await read("/drip", { timeoutMs: 300 })).toEqual({ ok: false, error: { kind: "timeout" } });
  });

  it("tells an answer that broke off from one that ended", async () => {
    expect(await read("/cut")).toMatchObject({ ok: false, error: { kind: "unreachable" } });
  });

  it("does not follow a trusted server to another port of this machine", async () => {
    expect(await read("/inside")).toMatchObject({ ok: false, error: { kind: "refused", reason: "not_https" } });
  });

  it("connects to the address that it has judged, though the name would lead elsewhere the next moment", async () => {
    // The name exists nowhere: only what the resolver said once can have been connected to.
    const { resolve, asked } = resolver("127.0.0.1");
    const answered = await nodeTransport(resolve)({
      url: new URL(`http://rebind.example:${port}/gzip`),
      method: "GET",
      headers: {},
      signal: new AbortController().signal,
      mayConnect: () => true,
    });
    expect(answered.status).toBe(200);
    await answered.body?.cancel();
    expect(asked).toEqual(["rebind.example"]);
  });

  it("connects nowhere where one of a name's addresses is private", async () => {
    for (const addresses of [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:127.0.0.1"], ["fd00::1"]]) {
      const exchange = nodeTransport(resolver(...addresses).resolve)({
        url: new URL(`https://rebind.example:${port}/`),
        method: "GET",
        headers: {},
        signal: new AbortController().signal,
        mayConnect: isPublicAddress,
      });
      await expect(exchange).rejects.toMatchObject({ name: "AddressRefused" });
    }
  });
});
