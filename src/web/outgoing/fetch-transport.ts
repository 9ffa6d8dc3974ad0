import type { Transport } from "./transport.ts";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Requests over the platform's fetch, for workerd. There a program sees no resolver: the runtime itself connects to public
 * addresses only, after it has resolved the name (workerd's `network` service allows "public" unless told otherwise, and
 * so does the edge), which is what `mayConnect` asks for. Not for Node, whose fetch connects wherever a name leads.
 */
export function fetchTransport(fetch: Fetch): Transport {
  return async ({ url, method, headers, body, signal, onLeaving }) => {
    // Here a connection that stands can't be told from one that never came about.
    onLeaving?.();
    const answer = await fetch(url.href, {
      method,
      headers,
      signal,
      redirect: "manual",
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: answer.headers, body: answer.body };
  };
}
