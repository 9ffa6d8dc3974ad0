import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { checkVapid } from "#channels/webpush/check-vapid.fixture.ts";

type Said = {
  readonly [name in "messageType" | "channelID" | "key" | "uaid"]?: string;
} & { readonly updates?: ReadonlyArray<{ readonly code: number }> };

type Channel = { readonly socket: WebSocket; readonly key: string; readonly channelID: string };

export type PushServer = {
  readonly origin: string;
  /** Where a browser speaks to it. */
  readonly socketUrl: string;
  /** Statuses that senders were answered with. */
  readonly answered: readonly number[];
  /** What the browser said of each message: 100 it was opened and its worker took it, 101 it could not be opened, 102 the worker failed. */
  readonly acknowledged: readonly number[];
  readonly close: () => Promise<void>;
};

/**
 * Mozilla's push service in small: browsers speak to it over a WebSocket (hello, register, notification, unregister), senders by
 * POST (RFC 8030). It hands bodies on as they are, and takes them only under the key that the browser subscribed with.
 */
export async function startPushServer(): Promise<PushServer> {
  const channels = new Map<string, Channel>();
  const answered: number[] = [];
  const acknowledged: number[] = [];
  const ended = new Set<string>();
  let origin = "";
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const status = handOn(request, Buffer.concat(parts));
      answered.push(status);
      respond(response, status);
    });
  });

  const handOn = (request: IncomingMessage, body: Buffer): number => {
    const id = (request.url ?? "").slice("/wpush/".length);
    const channel = channels.get(id);
    if (channel === undefined) return ended.has(id) ? 410 : 404;
    const token = checkVapid(request.headers.authorization ?? "");
    if (token?.claims.aud !== origin || token.publicKey !== channel.key) return 403;
    if (request.headers["ttl"] === undefined) return 400;
    const { channelID } = channel;
    const headers = { encoding: request.headers["content-encoding"] };
    const version = randomUUID();
    channel.socket.send(
      JSON.stringify({ messageType: "notification", channelID, version, data: body.toString("base64url"), headers }),
    );
    return 201;
  };

  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => {
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.on("message", (data: Buffer) => {
      const text = data.toString("utf8");
      if (text === "{}") return socket.send("{}");
      const { messageType, channelID, key, uaid, updates } = JSON.parse(text) as Said;
      if (messageType === "hello") {
        say({ messageType, status: 200, uaid: uaid || randomUUID().replaceAll("-", ""), use_webpush: true });
      } else if (messageType === "register" && channelID !== undefined) {
        const id = randomUUID();
        // It comes with padding, whatever the page said.
        const plainKey = Buffer.from(key ?? "", "base64url").toString("base64url");
        channels.set(id, { socket, key: plainKey, channelID });
        say({ messageType, status: 200, channelID, pushEndpoint: `${origin}/wpush/${id}` });
      } else if (messageType === "unregister") {
        for (const [id, channel] of channels) if (channel.channelID === channelID && channels.delete(id)) ended.add(id);
        say({ messageType, status: 200, channelID });
      } else if (messageType === "ack") acknowledged.push(...(updates ?? []).map(({ code }) => code));
      return undefined;
    });
  });

  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    socketUrl: `ws://127.0.0.1:${port}/`,
    answered,
    acknowledged,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function respond(response: ServerResponse, status: number): void {
  response.writeHead(status, status === 201 ? { location: `/m/${randomUUID()}` } : {}).end();
}
