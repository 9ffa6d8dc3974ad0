import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { LinkRequest } from "#clicks/follow-link.ts";

/**
 * Headers and address as Node knows them. Node's plain header object is read instead of the Fetch API's Headers, whose making
 * costs more than the whole redirect. X-Forwarded-For is believed only as far as the vendor's own proxies wrote it.
 */
export function requestReader(proxyHops: number) {
  return (context: Context): Pick<LinkRequest, "header" | "address"> => {
    const { incoming } = context.env as HttpBindings;
    const { headers } = incoming;
    const header = (name: string) => {
      const value = headers[name];
      return typeof value === "string" ? value : value?.join(", ");
    };
    return { header, address: addressOf(header, incoming.socket.remoteAddress ?? "", proxyHops) };
  };
}

function addressOf(header: (name: string) => string | undefined, socketAddress: string, proxyHops: number): string {
  if (proxyHops === 0) return socketAddress;
  const forwarded = (header("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  return forwarded.at(-proxyHops) ?? socketAddress;
}
