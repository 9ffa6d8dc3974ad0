import type { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { LinkRequest } from "#clicks/follow-link.ts";

type Source = Pick<LinkRequest, "header" | "address">;

/**
 * Headers and address as Node knows them. Node's plain header object is read instead of the Fetch API's Headers, whose making
 * costs more than the whole redirect. X-Forwarded-For is believed only as far as the vendor's own proxies wrote it.
 */
export function incomingReader(proxyHops: number): (incoming: IncomingMessage) => Source {
  return (incoming) => {
    const { headers } = incoming;
    const header = (name: string) => {
      const value = headers[name];
      return typeof value === "string" ? value : value?.join(", ");
    };
    return { header, address: addressOf(header, incoming.socket.remoteAddress ?? "", proxyHops) };
  };
}

/** The same for a request that came through the app. */
export function requestReader(proxyHops: number): (context: Context) => Source {
  const read = incomingReader(proxyHops);
  return (context) => read((context.env as HttpBindings).incoming);
}

function addressOf(header: (name: string) => string | undefined, socketAddress: string, proxyHops: number): string {
  if (proxyHops === 0) return socketAddress;
  const forwarded = (header("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  return forwarded.at(-proxyHops) ?? socketAddress;
}
