import { connect } from "node:net";

export type LoadResult = {
  readonly answered: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly paths: readonly string[];
};

export type LoadSettings = {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Gives the path of the n-th request. */
  readonly pathOf: (index: number) => string;
  /** Extra header lines, each ending with CRLF. */
  readonly headers?: string;
  /** Rest of a connection between an answer and its next request. */
  readonly pauseMs?: number;
  /** Keeps the paths of answered requests. */
  readonly isKeeping?: boolean;
};

const AGENT =
  "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36\r\nAccept-Language: en\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\n";

/** Keep-alive connections that each send the next request when the last was answered; bodies are empty or short. */
export async function load(settings: LoadSettings): Promise<LoadResult> {
  const startedAt = performance.now();
  const endsAt = startedAt + settings.seconds * 1_000;
  const latencies: number[] = [];
  const paths: string[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: settings.connections }, () => connection()));
  const seconds = (performance.now() - startedAt) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { answered: latencies.length, seconds, p50Ms: at(0.5), p99Ms: at(0.99), paths };

  function connection(): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(settings.port, "127.0.0.1");
      socket.setNoDelay(true);
      let sentAt = 0;
      let path = "";
      let received: Buffer = Buffer.alloc(0);
      const send = () => {
        if (performance.now() >= endsAt) {
          socket.destroy();
          return;
        }
        path = settings.pathOf(next);
        next += 1;
        sentAt = performance.now();
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${AGENT}${settings.headers ?? ""}\r\n`, "latin1");
      };
      socket.on("connect", send);
      socket.on("data", (part) => {
        received = received.length === 0 ? part : Buffer.concat([received, part]);
        if (!isWhole(received)) return;
        latencies.push(performance.now() - sentAt);
        if (settings.isKeeping === true && received.toString("latin1", 0, 12) === "HTTP/1.1 302") paths.push(path);
        received = Buffer.alloc(0);
        if (settings.pauseMs === undefined) send();
        else setTimeout(send, settings.pauseMs);
      });
      socket.on("close", () => resolve());
      socket.on("error", () => socket.destroy());
    });
  }
}

/**
 * Most answers end with their head. The server shares two cores with whoever asks it, so this looks no closer than it must.
 */
function isWhole(received: Buffer): boolean {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return false;
  if (end + 4 === received.length && received.includes("\r\ncontent-length: 0\r\n")) return true;
  const length = Number(/content-length: (\d+)/i.exec(received.toString("latin1", 0, end + 2))?.[1] ?? 0);
  return received.length >= end + 4 + length;
}
