import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { selfSignedCertificate } from "#channels/smtp/certificate.fixture.ts";
import { type Greylist, startGreylist } from "./greylist.ts";
import { dovecotConf, MAIL_HOST, type Plan, postfixMain, postfixMaster } from "./mail-server-files.ts";

/** Postfix's master and Dovecot's want to be root, to be somebody less for each service. */
export const hasMailServer =
  existsSync("/usr/sbin/postfix") && existsSync("/usr/lib/dovecot/lmtp") && process.getuid?.() === 0;

export type MailServer = {
  readonly smtpPort: number;
  readonly imapPort: number;
  /** The throw-away certificate's own authority: itself. */
  readonly certificateAuthority: string;
  readonly greylist: Greylist;
  /** Waits until nothing is under way between Postfix and the mailboxes. */
  readonly delivered: () => Promise<void>;
  /** The files of a mailbox: what really arrived. */
  readonly maildir: (address: string) => readonly string[];
  readonly stop: () => Promise<void>;
};

const run = promisify(execFile);
const POLL_MS = 20;
const MOST_POLLS = 500;

/** Debian's Postfix and Dovecot in a folder of their own, on ports of loopback that were free: nothing under /etc is read or written. */
export async function startMailServer({ mostBytes = 10_240_000 } = {}): Promise<MailServer> {
  const folder = mkdtempSync(join(tmpdir(), "mail-server-"));
  const greylist = await startGreylist();
  const [smtpPort, lmtpPort, imapPort] = await freePorts(3);
  const plan: Plan = { folder, smtpPort, lmtpPort, imapPort, policyPort: greylist.port, mostBytes };
  const certificate = selfSignedCertificate(MAIL_HOST);
  writeFiles(plan, certificate);
  const config = join(folder, "postfix");
  const dovecot = spawn("/usr/sbin/dovecot", ["-F", "-c", join(folder, "dovecot.conf")], { stdio: "ignore" });
  const postfix = spawn("/usr/sbin/postfix", ["-c", config, "start-fg"], { stdio: "ignore" });
  const stop = async () => {
    // Postfix's master is a session of its own: its own command ends it, and all that it started.
    await run("/usr/sbin/postfix", ["-c", config, "stop"]).catch(() => undefined);
    dovecot.kill();
    await Promise.all([ended(postfix), ended(dovecot)]);
    await greylist.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const port of [smtpPort, lmtpPort, imapPort]) await greeted(port);
  } catch (cause) {
    const log = logOf(folder);
    await stop();
    throw new Error(log, { cause });
  }
  return {
    smtpPort,
    imapPort,
    certificateAuthority: certificate.cert,
    greylist,
    delivered: () =>
      until(async () => (await run("/usr/sbin/postqueue", ["-c", config, "-j"])).stdout.trim() === "", "the queue"),
    maildir: (address) =>
      ["new", "cur"].flatMap((state) => {
        const box = join(folder, "mail", address, state);
        return existsSync(box) ? readdirSync(box).map((name) => join(box, name)) : [];
      }),
    stop,
  };
}

function writeFiles(plan: Plan, certificate: { readonly cert: string; readonly key: string }): void {
  const { folder } = plan;
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text, { mode: 0o644 });
  for (const path of ["postfix", "queue", "data", "dovecot/run", "dovecot/state", "mail"])
    mkdirSync(join(folder, path), { recursive: true, mode: 0o755 });
  for (const path of ["", "dovecot", "postfix"]) chmodSync(join(folder, path), 0o755);
  chownSync(join(folder, "data"), idOf("postfix"), 0);
  chownSync(join(folder, "mail"), idOf("mail"), 0);
  write("postfix/main.cf", postfixMain(plan));
  write("postfix/master.cf", postfixMaster(plan));
  write("dovecot.conf", dovecotConf(plan));
  writeFileSync(join(folder, "server.pem"), certificate.key + certificate.cert, { mode: 0o600 });
}

/** The number of a user of the system's (passwd(5)). */
function idOf(user: string): number {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((one) => one.startsWith(`${user}:`));
  return Number(line?.split(":")[2]);
}

/** Ports that nobody listens on; all are asked for before one is given back. */
async function freePorts(count: 3): Promise<readonly [number, number, number]>;
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** SMTP, LMTP and IMAP alike greet first. */
function greeted(port: number): Promise<void> {
  const isGreeting = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ host: "127.0.0.1", port });
      socket.once("data", () => {
        resolve(true);
        socket.end();
      });
      socket.once("error", () => resolve(false));
    });
  return until(isGreeting, `a greeting on ${port}`);
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let polls = 0; polls < MOST_POLLS; polls += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`The mail server made us wait too long for ${what}.`);
}

function ended(child: ChildProcess): Promise<void> {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once("exit", () => resolve()));
}

function logOf(folder: string): string {
  return ["postfix.log", "dovecot.log"]
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
}
