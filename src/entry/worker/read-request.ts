import type { Context } from "hono";
import type { LinkRequest } from "#clicks/follow-link.ts";

/**
 * What Cloudflare knows of a request: CF-Connecting-IP is set by its edge and can't be sent along by a client, `cf.asn` is
 * the network that the connection came from.
 */
export function readRequest(context: Context): Pick<LinkRequest, "header" | "address" | "asn"> {
  const { raw } = context.req;
  const { cf } = raw as Request & { readonly cf?: { readonly asn?: unknown } };
  return {
    header: (name) => raw.headers.get(name),
    address: raw.headers.get("cf-connecting-ip") ?? "",
    ...(typeof cf?.asn === "number" ? { asn: cf.asn } : {}),
  };
}
