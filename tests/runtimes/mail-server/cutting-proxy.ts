import { connect, createServer, type Socket } from "node:net";

/** Where the connections of a sender end. */
export type Cut =
  | "never"
  /** The server has the whole mail, and its answer is swallowed. */
  | "after_dot"
  /** A part of the body has passed. */
  | "in_body";

/** A proxy between sender and server that can't read what passes (it is encrypted), but counts it. */
export type CuttingProxy = {
  readonly port: number;
  cut: Cut;
  readonly close: () => Promise<void>;
};

/** Greetings, a handshake and the envelope are smaller than this; the body that follows is larger. */
const BODY_BEGINS = 32 * 1024;

export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const proxy = { cut: "never" as Cut };
  const server = createServer((sender) => {
    const receiver = connect({ host: "127.0.0.1", port: serverPort });
    const end = () => {
      sender.destroy();
      receiver.destroy();
    };
    let sent = 0;
    for (const socket of [sender, receiver]) {
      sockets.add(socket);
      socket.on("error", end);
      socket.on("close", () => {
        sockets.delete(socket);
        end();
      });
    }
    sender.on("data", (chunk: Buffer) => {
      sent += chunk.length;
      if (proxy.cut === "in_body" && sent > BODY_BEGINS) return end();
      receiver.write(chunk);
    });
    receiver.on("data", (chunk: Buffer) => {
      // Between "go on" and the answer to the final dot a server has nothing to say.
      if (proxy.cut === "after_dot" && sent > BODY_BEGINS) return end();
      sender.write(chunk);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return Object.assign(proxy, {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  });
}
