import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import type { Arrival, ProviderBehaviour } from "#channels/channel.contract.ts";

/** A real SMTP server on loopback that does what it is told with the next transactions. */
export type TestProvider = {
  readonly port: number;
  readonly arrivals: Arrival[];
  readonly senders: string[];
  readonly behave: (behaviour: ProviderBehaviour | Script) => void;
  readonly hanging: () => Promise<void>;
  readonly connections: () => number;
  readonly wasEncrypted: () => boolean;
  readonly close: () => Promise<void>;
};

/** Replies by command, or the command at which the connection drops or the answer never comes. */
type Script = {
  readonly rcpt?: string;
  readonly data?: string;
  readonly drop?: "rcpt" | "data" | "body";
  readonly hang?: "rcpt" | "data";
  /** Written after the final dot without a line end, before the connection is closed. */
  readonly lastWords?: string;
};

const scripts: Record<ProviderBehaviour, Script> = {
  accept: {},
  defer: { rcpt: "451 4.3.0 Try again later, <{to}>" },
  reject_recipient: { rcpt: "550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table" },
  reject_message: { data: "554 5.6.0 Message content rejected for {to}" },
  lose_answer: { drop: "data" },
  drop_before_body: { drop: "rcpt" },
  hang_before_body: { hang: "rcpt" },
  hang_after_body: { hang: "data" },
};

function replyError(reply: string, to: string): Error {
  const text = reply.slice(4).replace("{to}", to);
  return Object.assign(new Error(text), { responseCode: Number(reply.slice(0, 3)) });
}

/** What came of the transactions so far. */
class Ledger {
  script: Script = {};
  announce: () => void = () => undefined;
  hanging: Promise<void> = Promise.resolve();
  isEncrypted = true;
  readonly arrivals: Arrival[] = [];
  readonly senders: string[] = [];
  readonly sessions = new Set<string>();

  behave(script: Script): void {
    this.script = script;
    this.hanging = new Promise<void>((resolve) => {
      this.announce = resolve;
    });
  }

  receive(session: SMTPServerSession, raw: Buffer): void {
    const { mailFrom, rcptTo } = session.envelope;
    this.isEncrypted &&= session.secure;
    this.arrivals.push({ to: rcptTo.map(({ address }) => address).join(","), raw: raw.toString("latin1") });
    this.senders.push(mailFrom === false ? "" : mailFrom.address);
  }
}

type HangUp = (session: SMTPServerSession, lastWords?: string) => void;

function handlersFor(ledger: Ledger, drop: HangUp): SMTPServerOptions {
  return {
    onRcptTo: ({ address }, session, answer) => {
      const { hang, drop: dropAt, rcpt } = ledger.script;
      ledger.sessions.add(session.id);
      if (hang === "rcpt") return ledger.announce();
      if (dropAt === "rcpt") return drop(session);
      answer(rcpt === undefined ? null : replyError(rcpt, address));
    },
    onData: (stream, session, answer) => {
      const { hang, drop: dropAt, data, lastWords } = ledger.script;
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (dropAt === "body") drop(session);
      });
      stream.on("end", () => {
        if (dropAt === "body") return;
        if (hang === "data") return ledger.announce();
        if (lastWords !== undefined) return drop(session, lastWords);
        if (data !== undefined) return answer(replyError(data, session.envelope.rcptTo[0]?.address ?? ""));
        ledger.receive(session, Buffer.concat(chunks));
        if (dropAt === "data") return drop(session);
        answer(null, `Ok: queued as Q${ledger.arrivals.length}`);
      });
    },
  };
}

export async function startProvider(options: SMTPServerOptions = {}): Promise<TestProvider> {
  const ledger = new Ledger();
  const drop: HangUp = (session, lastWords) => {
    for (const connection of server.connections) {
      if (connection.session.id !== session.id) continue;
      if (lastWords === undefined) connection._socket.destroy();
      else connection._socket.end(lastWords);
    }
  };
  const server = new SMTPServer({
    disableReverseLookup: true,
    authOptional: true,
    logger: false,
    ...options,
    ...handlersFor(ledger, drop),
  });
  // A failed handshake is an error of the server itself, and would end the process.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    arrivals: ledger.arrivals,
    senders: ledger.senders,
    behave: (behaviour) => ledger.behave(typeof behaviour === "string" ? scripts[behaviour] : behaviour),
    hanging: () => ledger.hanging,
    connections: () => ledger.sessions.size,
    wasEncrypted: () => ledger.isEncrypted,
    close: () =>
      new Promise((resolve) => {
        for (const connection of server.connections) connection._socket.destroy();
        server.close(() => resolve());
      }),
  };
}
