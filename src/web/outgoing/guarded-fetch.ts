import type { Timer } from "#kernel/clock.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { boundedStream, OutgoingBroken } from "./bounded-stream.ts";
import { checkOutgoingUrl, type OutgoingPolicy, type OutgoingRefusal } from "./check-outgoing-url.ts";
import { isPublicAddress } from "./public-address.ts";
import { AddressRefused, type Exchange, type Exchanged, type Transport } from "./transport.ts";

export type OutgoingDeps = {
  readonly transport: Transport;
  readonly policy: OutgoingPolicy;
  readonly timer: Timer;
};

export type OutgoingRequest = {
  readonly url: string;
  /** GET unless told. */
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** For the whole: name, connection, redirects, and the last byte of the body. */
  readonly timeoutMs: number;
  /** Of the answer's body, unpacked. */
  readonly maxBytes: number;
  /** How many redirects are followed (GET only); without it a redirect is a fault. */
  readonly maxRedirects?: number;
  readonly signal?: AbortSignal;
};

export type OutgoingResponse = {
  readonly status: number;
  readonly headers: Headers;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  /**
   * Throws OutgoingBroken where it grows or takes longer than allowed, or breaks off. Read it to its end or cancel it: the
   * connection stays as long.
   */
  readonly body: ReadableStream<Uint8Array>;
};

export type OutgoingFault =
  /** Nothing was asked there: the address itself, or the `url` that somebody redirected to, may not be. */
  | { readonly kind: "refused"; readonly reason: OutgoingRefusal; readonly url: string }
  /** A redirect that is not followed: too many, or none allowed. */
  | { readonly kind: "redirected"; readonly status: number }
  | { readonly kind: "timeout" }
  | { readonly kind: "too_large" }
  /** No answer: the name, the connection, TLS or the other side's HTTP failed; `code` as the system names it. */
  | { readonly kind: "unreachable"; readonly code: string };

/**
 * A request to an address on somebody else's say-so, and the only way to make one: checked, bounded in time and size,
 * connected only to public addresses, every redirect checked again (OWASP, Server Side Request Forgery Prevention).
 * An answer of any status but a redirect is an answer.
 */
export async function guardedFetch(
  deps: OutgoingDeps,
  request: OutgoingRequest,
): Promise<Result<OutgoingResponse, OutgoingFault>> {
  const end = deadline(deps.timer, request);
  const answered = await follow(deps, request, end.signal);
  if (!answered.ok) {
    end.clear();
    return end.isOver() ? err({ kind: "timeout" }) : answered;
  }
  const { url, status, headers, body } = answered.value;
  const why = () => (end.isOver() ? "timeout" : "broken");
  const bounded = boundedStream({ body, maxBytes: request.maxBytes, why, onEnd: end.clear });
  return ok({ url, status, headers, body: bounded });
}

/** The body as a whole. For small answers. */
export async function readOutgoing({ body }: OutgoingResponse): Promise<Result<Uint8Array, OutgoingFault>> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of body) parts.push(part);
  } catch (cause) {
    if (!(cause instanceof OutgoingBroken)) throw cause;
    return err(cause.reason === "broken" ? { kind: "unreachable", code: "BODY_BROKE_OFF" } : { kind: cause.reason });
  }
  return ok(Buffer.concat(parts));
}

type Answered = Exchanged & { readonly url: string };

async function follow(
  { transport, policy }: OutgoingDeps,
  request: OutgoingRequest,
  signal: AbortSignal,
): Promise<Result<Answered, OutgoingFault>> {
  const { method = "GET", body, maxRedirects = 0, maxBytes } = request;
  let headers = request.headers ?? {};
  let next = request.url;
  for (let hops = 0; ; hops += 1) {
    const checked = checkOutgoingUrl(next, policy);
    if (!checked.ok) return err({ kind: "refused", reason: checked.error, url: next });
    const url = checked.value;
    const mayConnect = policy.trustedOrigins.has(url.origin) ? () => true : isPublicAddress;
    const exchange = { url, method, headers, signal, mayConnect, ...(body === undefined ? {} : { body }) };
    const answered = await exchangeOnce(transport, exchange);
    if (!answered.ok) return answered;
    const answer = answered.value;
    const target = redirectOf(answer, url);
    if (target === undefined) {
      if (Number(answer.headers.get("content-length") ?? 0) <= maxBytes) return ok({ ...answer, url: url.href });
      await drop(answer);
      return err({ kind: "too_large" });
    }
    await drop(answer);
    if (method !== "GET" || hops >= maxRedirects) return err({ kind: "redirected", status: answer.status });
    // What was meant for one server (a key, a password) is not told to another.
    if (!URL.canParse(target) || new URL(target).origin !== url.origin) headers = withoutSecrets(headers);
    next = target;
  }
}

async function exchangeOnce(transport: Transport, exchange: Exchange): Promise<Result<Exchanged, OutgoingFault>> {
  try {
    return ok(await transport(exchange));
  } catch (cause) {
    if (cause instanceof AddressRefused) {
      return err({ kind: "refused", reason: "private_address", url: exchange.url.href });
    }
    return err({ kind: "unreachable", code: codeOf(cause) });
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where the answer sends on to, made absolute; a Location that can't be read stays as it is, and will be refused. */
function redirectOf({ status, headers }: Exchanged, from: URL): string | undefined {
  const location = headers.get("location");
  if (!REDIRECTS.has(status) || location === null) return undefined;
  return URL.canParse(location, from.href) && !/[\s\\]/.test(location) ? new URL(location, from).href : location;
}

/** Anything else may be a key under a name of the server's own. */
const PLAIN_HEADERS = /^(?:accept|accept-.*|if-none-match|if-modified-since|user-agent)$/i;

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => PLAIN_HEADERS.test(name)));
}

async function drop({ body }: Exchanged): Promise<void> {
  await body?.cancel().catch(() => undefined);
}

function codeOf(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  return typeof code === "string" ? code : cause instanceof Error ? cause.name : "unknown";
}

type Deadline = { readonly signal: AbortSignal; readonly isOver: () => boolean; readonly clear: () => void };

function deadline(timer: Timer, { timeoutMs, signal }: OutgoingRequest): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const onAbort = () => controller.abort();
  const cancel = timer.after(timeoutMs, () => {
    isOver = true;
    controller.abort();
  });
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted === true) controller.abort();
  return {
    signal: controller.signal,
    isOver: () => isOver,
    clear: () => {
      cancel();
      signal?.removeEventListener("abort", onAbort);
    },
  };
}
