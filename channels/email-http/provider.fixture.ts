import type { IncomingMessage, ServerResponse } from "node:http";
import type { Arrival, ProviderBehaviour } from "#channels/channel.contract.ts";
import { openProviderDoor } from "#channels/provider-door.fixture.ts";

export type Reply = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type EmailProvider = {
  readonly origin: string;
  readonly behave: (behaviour: ProviderBehaviour | Reply) => void;
  readonly hanging: () => Promise<void>;
  /** Every request that it took, doubles of a key included. */
  readonly arrivals: readonly Arrival[];
  /** Mails that left it: one for each key. */
  readonly sent: ReadonlyMap<string, string>;
  readonly requests: () => readonly IncomingMessage["headers"][];
  readonly close: () => Promise<void>;
};

const problem = (status: number, name: string, message: string): Reply => ({
  status,
  body: JSON.stringify({ statusCode: status, name, message }),
});

const replies: Readonly<Partial<Record<ProviderBehaviour, Reply>>> = {
  defer: { ...problem(429, "rate_limit_exceeded", "Too many requests."), headers: { "retry-after": "30" } },
  reject_recipient: problem(422, "validation_error", "Invalid `to` field. It reads reader1@mail.example."),
  reject_message: problem(422, "validation_error", "Invalid `subject` field."),
};

/**
 * The provider on this machine, as its reference tells of it: it takes what its API takes from this account, and remembers each key
 * with what it answered. A hang before the body is a socket that is taken and never served.
 */
export async function startEmailProvider(
  apiKey: string,
  certificate: { readonly cert: string; readonly key: string },
): Promise<EmailProvider> {
  const arrivals: Arrival[] = [];
  const sent = new Map<string, string>();
  const known = new Map<string, { readonly body: string; readonly id: string }>();
  const requests: IncomingMessage["headers"][] = [];
  let behaviour: ProviderBehaviour | Reply = "accept";
  let onHang: () => void = () => undefined;
  let hang = new Promise<void>((resolve) => (onHang = resolve));

  const take = (request: IncomingMessage, body: string): Reply => {
    const { authorization, "idempotency-key": key } = request.headers;
    if (request.url !== "/emails" || request.method !== "POST") return problem(404, "not_found", "No such thing.");
    if (authorization !== `Bearer ${apiKey}`) return problem(403, "invalid_api_key", "API key is invalid");
    if (typeof key !== "string" || key.length > 256) return problem(400, "invalid_idempotency_key", "1-256 chars");
    const before = known.get(key);
    if (before !== undefined && before.body !== body) {
      return problem(409, "invalid_idempotent_request", "Same key, another body.");
    }
    const id = before?.id ?? `00000000-0000-4000-8000-${String(known.size + 1).padStart(12, "0")}`;
    known.set(key, { body, id });
    const { to } = JSON.parse(body) as { to: string[] };
    sent.set(key, body);
    arrivals.push({ to: to.join(), raw: body });
    return { status: 200, body: JSON.stringify({ id }) };
  };

  const answer = (request: IncomingMessage, response: ServerResponse, bytes: Buffer): void => {
    const body = bytes.toString("utf8");
    requests.push(request.headers);
    if (behaviour === "hang_after_body") return onHang();
    const scripted = typeof behaviour === "string" ? replies[behaviour] : behaviour;
    const reply = scripted ?? take(request, body);
    if (behaviour === "lose_answer") return void request.socket.destroy();
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers }).end(reply.body);
    return undefined;
  };

  const listening = await openProviderDoor(certificate, {
    answer,
    take: () => {
      if (behaviour === "hang_before_body") onHang();
      return behaviour === "drop_before_body" ? "drop" : behaviour === "hang_before_body" ? "hang" : "serve";
    },
  });
  return {
    origin: listening.origin,
    behave: (next) => {
      behaviour = next;
      hang = new Promise<void>((resolve) => (onHang = resolve));
    },
    hanging: () => hang,
    arrivals,
    sent,
    requests: () => requests,
    close: listening.close,
  };
}
