import { connect, type Socket } from "node:net";

export type OpenLoopResult = {
  readonly answered: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
};

export type OpenLoopSettings = {
  readonly port: number;
  readonly perSecond: number;
  readonly connections: number;
  readonly pathOf: (index: number) => string;
  /** What the server's own proxy would write: the reader's address. */
  readonly addressOf: (index: number) => string;
};

type Asked = { readonly path: string; readonly address: string; readonly at: number };

const HEADERS =
  "Host: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36\r\nAccept-Language: en\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\n";

/**
 * Requests at fixed times, whether or not earlier ones were answered: a latency counts from the time at which the request was to
 * be sent, so that a server that stands still is charged for everybody who came meanwhile.
 */
export function openLoop(settings: OpenLoopSettings): { stop(): Promise<OpenLoopResult> } {
  const latencies: number[] = [];
  const waiting: Asked[] = [];
  const idle: Array<(asked: Asked) => void> = [];
  let failed = 0;
  let isStopped = false;
  let asked = 0;
  let answeredAll = () => {};
  const settled = () => {
    if (isStopped && latencies.length + failed === asked) answeredAll();
  };
  const sockets = Array.from({ length: settings.connections }, () =>
    connection(settings.port, {
      onIdle: (take) => {
        const next = waiting.shift();
        if (next === undefined) idle.push(take);
        else take(next);
      },
      onAnswer: (at, isRedirect) => {
        if (isRedirect) latencies.push(performance.now() - at);
        else failed += 1;
        settled();
      },
    }),
  );
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) * settings.perSecond) / 1_000;
    for (; asked < due; asked += 1) {
      const next = {
        path: settings.pathOf(asked),
        address: settings.addressOf(asked),
        at: startedAt + (asked * 1_000) / settings.perSecond,
      };
      const take = idle.shift();
      if (take === undefined) waiting.push(next);
      else take(next);
    }
  }, 1);
  return {
    stop: async () => {
      clearInterval(timer);
      isStopped = true;
      await new Promise<void>((resolve) => {
        answeredAll = resolve;
        settled();
        setTimeout(resolve, 10_000).unref();
      });
      for (const socket of sockets) socket.destroy();
      latencies.sort((left, right) => left - right);
      const at = (share: number) =>
        latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
      const unanswered = asked - latencies.length;
      return { answered: latencies.length, failed: unanswered, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
    },
  };
}

type Events = {
  readonly onIdle: (take: (asked: Asked) => void) => void;
  readonly onAnswer: (at: number, isRedirect: boolean) => void;
};

function connection(port: number, { onIdle, onAnswer }: Events): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  let at = 0;
  let received = "";
  const take = (asked: Asked) => {
    ({ at } = asked);
    socket.write(`GET ${asked.path} HTTP/1.1\r\n${HEADERS}X-Forwarded-For: ${asked.address}\r\n\r\n`);
  };
  socket.on("connect", () => onIdle(take));
  socket.on("data", (part) => {
    received += part.toString("latin1");
    const end = received.indexOf("\r\n\r\n");
    if (end === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const isRedirect = received.startsWith("HTTP/1.1 302") && received.includes("shop.example/p/");
    received = "";
    onAnswer(at, isRedirect);
    onIdle(take);
  });
  socket.on("error", () => socket.destroy());
  return socket;
}
