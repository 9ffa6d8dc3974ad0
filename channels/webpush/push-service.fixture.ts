import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { ProviderBehaviour } from "#channels/channel.contract.ts";
import { checkVapid, type VapidClaims } from "./check-vapid.fixture.ts";
import { decryptBody } from "./decrypt-body.fixture.ts";
import { makeSubscriber, type Subscriber } from "./subscriber.fixture.ts";

/** What the service does beside the contract's list: answers with this status and these headers. */
export type Reply = { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

export type Delivered = {
  readonly to: string;
  /** As the browser reads it, opened with its private key. */
  readonly payload: string;
  readonly headers: IncomingMessage["headers"];
  readonly claims: VapidClaims;
  readonly publicKey: string;
  readonly bodyBytes: number;
};

export type PushService = {
  readonly origin: string;
  readonly subscriber: (id: string) => Subscriber;
  readonly endpointOf: (id: string) => string;
  readonly behave: (behaviour: Behaviour) => void;
  readonly hanging: () => Promise<void>;
  readonly delivered: readonly Delivered[];
  /** Requests whose token, key or body no push service would take. */
  readonly refused: readonly string[];
  readonly requests: () => number;
  readonly close: () => Promise<void>;
};

const replies: Readonly<Partial<Record<ProviderBehaviour, Reply>>> = {
  accept: { status: 201 },
  defer: { status: 429, headers: { "retry-after": "30" } },
  reject_recipient: { status: 410 },
  reject_message: { status: 400 },
};

type Behaviour = ProviderBehaviour | Reply | readonly Reply[];

/** undefined where the connection is cut in place of an answer. */
function replyOf(behaviour: Behaviour, count: number): Reply | undefined {
  if (typeof behaviour === "string") return replies[behaviour];
  return "status" in behaviour ? behaviour : (behaviour[count - 1] ?? { status: 201 });
}

function whenRead(request: IncomingMessage, done: (body: Buffer) => void): void {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => done(Buffer.concat(parts)));
  request.on("error", () => undefined);
}

function answer(response: ServerResponse, reply: Reply | undefined, location: string): void {
  if (reply === undefined) response.socket?.destroy();
  else response.writeHead(reply.status, { ...(reply.status === 201 ? { location } : {}), ...reply.headers }).end();
}

type Posted = {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly origin: string;
  readonly subscribers: ReadonlyMap<string, Subscriber>;
  readonly vapidKeys: ReadonlySet<string>;
};

/** The message as its browser reads it, or what a push service would refuse it for. */
function openMessage({ request, body, origin, subscribers, vapidKeys }: Posted): Delivered | string {
  const { headers } = request;
  const token = checkVapid(headers.authorization ?? "");
  if (token === undefined || token.claims.aud !== origin || !vapidKeys.has(token.publicKey)) return "vapid";
  if (!/^\d+$/.test(String(headers["ttl"]))) return "ttl";
  if (headers["content-encoding"] !== "aes128gcm" || body.length > 4_096) return "encoding";
  const id = (request.url ?? "").slice("/push/".length);
  const subscriber = subscribers.get(id);
  if (subscriber === undefined) return "subscriber";
  const payload = decryptBody(subscriber, body);
  return { to: `${origin}/push/${id}`, payload, headers, ...token, bodyBytes: body.length };
}

/** Sockets as they come, before any of them is secured. */
async function listen(take: (socket: Socket) => void): Promise<{ origin: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    take(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * A push service on this machine: takes what RFC 8030, 8291 and 8292 allow and nothing else, and knows its subscribers' private
 * keys, so that a test sees what the browser would. A hang before the body is a socket that is taken and never served.
 */
export async function startPushService(
  vapidKeys: ReadonlySet<string>,
  certificate: { readonly cert: string; readonly key: string },
): Promise<PushService> {
  const subscribers = new Map<string, Subscriber>();
  const delivered: Delivered[] = [];
  const refused: string[] = [];
  let behaviour: Behaviour = "accept";
  let requests = 0;
  let onHang: () => void = () => undefined;
  let hang = new Promise<void>((resolve) => (onHang = resolve));

  const secured = createHttps(certificate, (request, response) =>
    whenRead(request, (body) => take(request, response, body)),
  );

  const take = (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    requests += 1;
    if (behaviour === "hang_after_body") return onHang();
    const arrival = openMessage({ request, body, origin, subscribers, vapidKeys });
    if (typeof arrival === "string") {
      refused.push(arrival);
      response.writeHead(arrival === "vapid" ? 403 : 400).end();
      return;
    }
    const reply = replyOf(behaviour, requests);
    if (behaviour === "lose_answer" || (reply !== undefined && reply.status < 300)) delivered.push(arrival);
    answer(response, reply, `${origin}/message/${delivered.length}`);
  };

  const listening = await listen((socket) => {
    if (behaviour === "hang_before_body") onHang();
    else if (behaviour === "drop_before_body") socket.destroy();
    else secured.emit("connection", socket);
  });
  const { origin } = listening;
  return {
    origin,
    subscriber: (id) => {
      const known = subscribers.get(id) ?? makeSubscriber();
      subscribers.set(id, known);
      return known;
    },
    endpointOf: (id) => `${origin}/push/${id}`,
    behave: (next) => {
      behaviour = next;
      requests = 0;
      hang = new Promise<void>((resolve) => (onHang = resolve));
    },
    hanging: () => hang,
    delivered,
    refused,
    requests: () => requests,
    close: listening.close,
  };
}
