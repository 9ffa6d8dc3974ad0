import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { ProviderBehaviour } from "#channels/channel.contract.ts";

/** What the stand-in answers beside the contract's list. */
export type Reply = {
  readonly status: number;
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** A text or a call that Twilio took: the fields of its form. */
export type TakenForm = Readonly<Record<string, string>>;

export type FakeTwilio = {
  readonly origin: string;
  readonly behave: (behaviour: ProviderBehaviour | Reply) => void;
  readonly hanging: () => Promise<void>;
  readonly taken: readonly TakenForm[];
  readonly requests: ReadonlyArray<{ readonly path: string; readonly headers: IncomingMessage["headers"] }>;
  readonly close: () => Promise<void>;
};

const replies: Readonly<Partial<Record<ProviderBehaviour, Reply>>> = {
  accept: { status: 201 },
  defer: { status: 429, code: 20429, headers: { "retry-after": "30" } },
  reject_recipient: { status: 400, code: 21211 },
  reject_message: { status: 400, code: 21617 },
};

const SID = "AC00000000000000000000000000000001";
export const fakeAccount = { accountSid: SID, authToken: "an auth token of nobody" } as const;

/**
 * Twilio's doors for texts and calls on this machine: they take what its documented API takes from this account and nothing
 * else. A hang before the body is a socket that is taken and never served.
 */
export async function startFakeTwilio(certificate: {
  readonly cert: string;
  readonly key: string;
}): Promise<FakeTwilio> {
  const taken: TakenForm[] = [];
  const requests: Array<FakeTwilio["requests"][number]> = [];
  let behaviour: ProviderBehaviour | Reply = "accept";
  let onHang: () => void = () => undefined;
  let hang = new Promise<void>((resolve) => (onHang = resolve));

  const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
    requests.push({ path: request.url ?? "", headers: request.headers });
    const fields = Object.fromEntries(new URLSearchParams(body));
    const reply = typeof behaviour === "string" ? replies[behaviour] : behaviour;
    if (behaviour === "hang_after_body") return onHang();
    if (behaviour === "lose_answer") {
      taken.push(fields);
      return void request.socket.destroy();
    }
    if (reply === undefined) return void request.socket.destroy();
    const { status, code, headers } = refusalOf(request, fields) ?? reply;
    if (status === 201) taken.push(fields);
    const isCall = request.url?.endsWith("/Calls.json") === true;
    const sid = `${isCall ? "CA" : "SM"}${taken.length.toString(16).padStart(32, "0")}`;
    const told = status === 201 ? { sid, status: "queued", to: fields["To"], num_segments: "1" } : { status, code };
    response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(reply.body ?? JSON.stringify({ message: `Words about ${fields["To"]}`, ...told }));
    return undefined;
  };

  const server = createHttps(certificate, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => answer(request, response, Buffer.concat(parts).toString("utf8")));
    request.on("error", () => undefined);
  });
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    if (behaviour === "drop_before_body") socket.destroy();
    else if (behaviour === "hang_before_body") onHang();
    else server.emit("connection", socket);
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  return {
    origin: `https://localhost:${(door.address() as AddressInfo).port}`,
    behave: (next) => {
      behaviour = next;
      hang = new Promise<void>((resolve) => (onHang = resolve));
    },
    hanging: () => hang,
    taken,
    requests,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => door.close(resolve));
    },
  };
}

/** The fields of CreateMessageRequest that a text has, as Twilio's OpenAPI document types them (twilio_api_v2010.json). */
const ofTexts: Readonly<Record<string, RegExp>> = {
  To: /^\+\d{7,15}$/,
  From: /^.{1,16}$/,
  Body: /^[^]{1,1600}$/,
  StatusCallback: /^https?:\/\/[^\s_/]+\/\S*$/,
  SmartEncoded: /^(true|false)$/,
  ValidityPeriod: /^\d{1,5}$/,
};

/** The same of CreateCallRequest. */
const ofCalls: Readonly<Record<string, RegExp>> = {
  To: /^\+\d{7,15}$/,
  From: /^\+\d{7,15}$/,
  Url: /^https?:\/\/[^\s_/]+\/\S*$/,
  Method: /^(GET|POST)$/,
  Twiml: /^<\?xml [^]{1,3990}$/,
  Timeout: /^\d{1,3}$/,
  TimeLimit: /^\d{1,5}$/,
  MachineDetection: /^(Enable|DetectMessageEnd)$/,
  StatusCallback: /^https?:\/\/[^\s_/]+\/\S*$/,
  StatusCallbackMethod: /^(GET|POST)$/,
  StatusCallbackEvent: /^(initiated|ringing|answered|completed)$/,
};

function refusalOf(request: IncomingMessage, fields: TakenForm): Required<Omit<Reply, "body">> | undefined {
  if (!isOurs(request)) return { status: 401, code: 20003, headers: {} };
  const documented = request.url?.endsWith("/Calls.json") === true ? ofCalls : ofTexts;
  const isDocumented = Object.entries(fields).every(([name, value]) => documented[name]?.test(value) === true);
  return isDocumented && fields["To"] !== undefined ? undefined : { status: 422, code: 20001, headers: {} };
}

function isOurs(request: IncomingMessage): boolean {
  const expected = Buffer.from(`${SID}:${fakeAccount.authToken}`).toString("base64");
  return request.headers.authorization === `Basic ${expected}` && request.method === "POST";
}
