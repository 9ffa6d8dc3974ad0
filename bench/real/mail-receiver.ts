import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { readMail, type ReadMail } from "#entry/demo/read-mail.ts";
import { selfSignedCertificate } from "#channels/smtp/certificate.fixture.ts";

export type MailReceiver = {
  readonly port: number;
  /** PEM: what the sender must trust. */
  readonly certificate: string;
  readonly encrypted: () => number;
  /** Messages beyond the first for one address, programme and occurrence, by the bytes that arrived. */
  readonly doubles: () => number;
  readonly received: () => number;
  close(): Promise<void>;
};

/** A mail server on loopback with STARTTLS, that takes everything and reads it. */
export async function mailReceiver(onMail: (mail: ReadMail) => void): Promise<MailReceiver> {
  const { cert, key } = selfSignedCertificate("localhost");
  const seen = new Map<string, number>();
  let encrypted = 0;
  const server = new SMTPServer({
    authOptional: true,
    cert,
    key,
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const to = session.envelope.rcptTo[0]?.address ?? "";
        const unknown = { arrival: 0, messageNumber: 0, key: "", date: 0, subject: "" };
        const mail = readMail({ ...unknown, envelope: { from: "", to }, raw: Buffer.concat(parts) });
        const occurrence = `${mail.to} ${mail.programme} ${mail.occurrence}`;
        seen.set(occurrence, (seen.get(occurrence) ?? 0) + 1);
        if (session.secure) encrypted += 1;
        done();
        onMail(mail);
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const received = () => [...seen.values()].reduce((sum, times) => sum + times, 0);
  return {
    port: (server.server.address() as AddressInfo).port,
    certificate: cert,
    encrypted: () => encrypted,
    doubles: () => received() - seen.size,
    received,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
