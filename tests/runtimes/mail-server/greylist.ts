import { createServer } from "node:net";

/** A policy service (Postfix, SMTPD_POLICY_README): says of each recipient whether it may come now. */
export type Greylist = {
  readonly port: number;
  /** The next try for this recipient is put off. */
  readonly putOff: (recipient: string) => void;
  readonly close: () => Promise<void>;
};

export async function startGreylist(): Promise<Greylist> {
  const putOff = new Set<string>();
  const server = createServer((socket) => {
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const recipient = /^recipient=(.*)$/m.exec(text.slice(0, end))?.[1] ?? "";
        text = text.slice(end + 2);
        const action = putOff.delete(recipient) ? "450 4.2.0 Greylisted, please try again later" : "dunno";
        socket.write(`action=${action}\n\n`);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    putOff: (recipient) => putOff.add(recipient),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
