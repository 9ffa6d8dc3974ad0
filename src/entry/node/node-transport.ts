import { lookup as resolve, type LookupAddress } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { AddressRefused, type Exchange, type Exchanged, type Transport } from "#web/outgoing/transport.ts";

type Resolve = (
  host: string,
  options: { readonly all: true },
  found: (fault: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Requests over Node's own sockets. The name is resolved once, every address of it is judged, and the socket connects to
 * one of these numbers: a name that answers otherwise the next moment (rebinding) changes nothing. One private address
 * among public ones refuses the name. A connection serves one exchange.
 */
export function nodeTransport(resolver: Resolve = resolve): Transport {
  return (exchange) =>
    new Promise((answer, fail) => {
      const { url, method, headers, body, signal, mayConnect } = exchange;
      const request = (url.protocol === "https:" ? requestHttps : requestHttp)(
        url,
        {
          method,
          signal,
          agent: false,
          lookup: checkedLookup(resolver, mayConnect),
          maxHeaderSize: 32_768,
          headers: { "accept-encoding": "gzip, deflate, br", ...headers, ...lengthOf(exchange) },
        },
        (incoming) => {
          try {
            answer(exchangedOf(incoming));
          } catch (cause) {
            request.destroy();
            fail(cause);
          }
        },
      );
      request.on("error", fail);
      // Before it is ready a socket holds everything back.
      if (exchange.onLeaving !== undefined) {
        const ready = url.protocol === "https:" ? "secureConnect" : "connect";
        request.on("socket", (socket) => socket.once(ready, exchange.onLeaving ?? (() => undefined)));
      }
      request.end(body);
    });
}

function lengthOf({ body }: Exchange): Record<string, number> {
  return body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
}

function checkedLookup(resolver: Resolve, mayConnect: (address: string) => boolean): LookupFunction {
  return (host, options, done) => {
    resolver(host, { all: true }, (fault, addresses) => {
      const [first] = addresses ?? [];
      if (fault !== null || first === undefined) {
        done(fault ?? new Error("The name has no address."), "", 0);
      } else if (!addresses.every(({ address }) => mayConnect(address))) {
        done(new AddressRefused("The name resolves to a private address."), "", 0);
      } else if (options.all === true) {
        done(null, addresses);
      } else {
        done(null, first.address, first.family);
      }
    });
  };
}

function exchangedOf(incoming: IncomingMessage): Exchanged {
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? "", incoming.rawHeaders[index + 1] ?? "");
  }
  const stream = Readable.toWeb(unpacked(incoming), { strategy: { highWaterMark: 1 } });
  return { status: incoming.statusCode ?? 0, headers, body: stream as ReadableStream<Uint8Array> };
}

/** Unpacked as it is read, never ahead: what a small bomb would become is cut off by whoever counts the bytes. */
function unpacked(incoming: IncomingMessage): Readable {
  const encoding = (incoming.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  const unpack = unpackers[encoding];
  if (encoding === "identity" || encoding === "") return incoming;
  if (unpack === undefined) throw Object.assign(new Error("Unknown content encoding"), { code: "CONTENT_ENCODING" });
  return pipeline(incoming, unpack(), () => undefined);
}

const unpackers: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
