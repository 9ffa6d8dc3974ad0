import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer, type Socket } from "node:net";

export type ProviderDoor = {
  readonly answer: (request: IncomingMessage, response: ServerResponse, body: Buffer<ArrayBuffer>) => unknown;
  /** What becomes of a socket before anything is read of it, and before it is secured. */
  readonly take: () => "serve" | "hang" | "drop";
};

/** A provider's door on this machine: HTTPS over sockets that it may drop or leave alone as they come. */
export async function openProviderDoor(
  certificate: { readonly cert: string; readonly key: string },
  { answer, take }: ProviderDoor,
): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const secured = createHttps(certificate, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => void answer(request, response, Buffer.concat(parts)));
    request.on("error", () => undefined);
  });
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    const way = take();
    if (way === "drop") socket.destroy();
    else if (way === "serve") secured.emit("connection", socket);
  });
  await new Promise<void>((resolve) => {
    door.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `https://localhost:${(door.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        door.close(resolve);
      });
    },
  };
}
