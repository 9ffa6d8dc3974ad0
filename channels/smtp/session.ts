import type { Socket } from "node:net";
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { SendOutcome } from "#channels/channel.ts";
import type { ComposedEmail } from "#channels/compose-email.ts";
import { outcomeOfReply, reasonOf } from "./classify-reply.ts";
import { openSocket, tlsOptions } from "./open-socket.ts";
import type { SmtpSettings } from "./settings.ts";

/** One greeted, encrypted and signed-in connection. It carries one message at a time. */
export type SmtpSession = {
  /** False once the connection may not carry another message. */
  isOpen(): boolean;
  deliver(email: ComposedEmail, signal: AbortSignal): Promise<SendOutcome>;
  close(): void;
};

/** What nodemailer's errors carry. */
type SmtpFailure = Error & {
  readonly code?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly command?: string;
};

const CHUNK = 16_384;

/** Connects, greets, encrypts and signs in. Rejects when one of these fails: nothing of any message has left by then. */
export async function openSession(settings: SmtpSettings, signal: AbortSignal): Promise<SmtpSession> {
  const socket = await openSocket(settings, signal);
  const connection = new SMTPConnection({
    connection: socket,
    host: settings.host,
    port: settings.port,
    name: settings.clientName,
    secure: settings.security === "tls",
    secured: settings.security === "tls",
    requireTLS: settings.security === "starttls",
    ignoreTLS: settings.security === "none",
    tls: tlsOptions(settings),
    connectionTimeout: settings.timeoutMs,
    greetingTimeout: settings.timeoutMs,
    socketTimeout: settings.timeoutMs,
    logger: false,
  });
  const giveUp = () => socket.destroy();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    await greet(connection);
    await signIn(connection, settings);
  } catch (cause) {
    connection.close();
    socket.destroy();
    throw cause;
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
  return sessionOver(connection, socket);
}

function greet(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    // The listener stays for the life of the connection: an idle one may fail too, and nobody else is told.
    connection.on("error", reject);
    connection.once("end", () => reject(new Error("the server closed the connection")));
    connection.connect((failure) => (failure === undefined ? resolve() : reject(failure)));
  });
}

function signIn(connection: SMTPConnection, settings: SmtpSettings): Promise<void> {
  const { username, password } = settings;
  if (username === undefined || password === undefined) return Promise.resolve();
  return new Promise((resolve, reject) => {
    connection.once("end", () => reject(new Error("the server closed the connection while signing in")));
    connection.login({ user: username, pass: password }, (failure) =>
      failure === null ? resolve() : reject(new Error("the server refused the account", { cause: failure })),
    );
  });
}

function sessionOver(connection: SMTPConnection, socket: Socket): SmtpSession {
  let isOpen = true;
  const close = () => {
    isOpen = false;
    connection.close();
    socket.destroy();
  };
  connection.once("end", () => {
    isOpen = false;
  });
  return {
    isOpen: () => isOpen,
    close: () => {
      if (isOpen) connection.quit();
      isOpen = false;
      connection.close();
    },
    deliver: async (email, signal) => {
      const body = chunked(email.raw);
      // Cutting the socket, not ending it: an ended one would still send what waits in it.
      signal.addEventListener("abort", close, { once: true });
      try {
        const answer = await transmit(connection, email, body);
        if (!(answer instanceof Error)) return acceptedBy(answer, email);
        const outcome = outcomeOfFailure(answer, { haveBytesLeft: body.readableEnded, isAborted: signal.aborted });
        if (outcome.kind === "unknown" || !isOpen || !(await isReset(connection))) close();
        return outcome;
      } finally {
        signal.removeEventListener("abort", close);
      }
    },
  };
}

/** The server's last words, or what went wrong. Settles when the connection dies, too. */
function transmit(connection: SMTPConnection, email: ComposedEmail, body: Readable): Promise<string | Error> {
  const { from, to } = email.envelope;
  return new Promise((resolve) => {
    // nodemailer says "end" just before it says why: the reason, which may be the server's last reply, goes first.
    const ended = () => queueMicrotask(() => resolve(new Error("the connection was lost")));
    connection.once("end", ended);
    connection.send({ from, to: [to], size: email.raw.length }, body, (failure, info) => {
      connection.off("end", ended);
      if (failure !== null) resolve(failure);
      else if (info?.accepted.length === 1 && info.accepted[0] === to) resolve(info.response);
      else resolve(new Error("another recipient was accepted"));
    });
  });
}

/**
 * The final dot leaves right after the body has ended. Until then the server must not take the message (RFC 5321 §4.1.1.4),
 * afterwards only its answer tells.
 */
function outcomeOfFailure(
  failure: SmtpFailure,
  state: { readonly haveBytesLeft: boolean; readonly isAborted: boolean },
): SendOutcome {
  const { code, response, responseCode = 0, command = "" } = failure;
  if (response !== undefined && responseCode >= 400 && responseCode < 600) {
    return outcomeOfReply({ text: response, command });
  }
  // nodemailer keeps back what is larger than the server's SIZE (RFC 1870 §6.1): no later try would end otherwise.
  if (code === "EMESSAGE" && command === "MAIL FROM") {
    return { kind: "rejected", reason: `message: ${reasonOf(failure.message)}`, suppress: false };
  }
  const reason = state.isAborted ? "given up" : reasonOf(failure.message);
  if (state.haveBytesLeft) return { kind: "unknown", reason };
  // Named as a connection that never stood is: it says that the provider can't, and nothing of the message.
  return { kind: "deferred", reason: `connection: ${reason}` };
}

function acceptedBy(response: string, email: ComposedEmail): SendOutcome {
  const queued =
    /queued as ["']?([^\s"']{1,120})|\bid=([^\s;]{1,120})|\b(?:OK|accepted)\s+(?:id\s*)?([A-Za-z0-9._-]{6,120})/i.exec(
      response,
    );
  return { kind: "accepted", providerId: queued?.[1] ?? queued?.[2] ?? queued?.[3] ?? email.envelope.from };
}

function isReset(connection: SMTPConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const ended = () => resolve(false);
    connection.once("end", ended);
    connection.reset((failure) => {
      connection.off("end", ended);
      resolve(failure === null);
    });
  });
}

/** In pieces, so that the end of the body waits for the socket: only then is "ended" near to "sent". */
function chunked(raw: Buffer): Readable {
  let sent = 0;
  return new Readable({
    highWaterMark: CHUNK,
    read() {
      if (sent >= raw.length) {
        this.push(null);
        return;
      }
      this.push(raw.subarray(sent, sent + CHUNK));
      sent += CHUNK;
    },
  });
}
