import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ManualClock, manualClock } from "#kernel/clock.ts";
import { HranaConnection } from "./hrana-connection.ts";
import { type HranaVersion, type Pipeline, Refusal, type StreamRequest } from "./hrana-protocol.ts";
import { StreamShelf } from "./stream-shelf.ts";

export type HranaLimits = {
  readonly streams: number;
  readonly idleMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
};

/** What goes wrong with one request. */
export type Trouble =
  /** Its connection ends before it is looked at. */
  | "drop"
  /** It runs, and its connection ends before a byte of the answer. */
  | "lose_answer"
  /** It runs, and its connection ends in the middle of the answer. */
  | "cut_answer"
  /** A proxy answers in the server's place: before it ran, and after. */
  | "bad_gateway"
  | "bad_gateway_after"
  /** Refused as a stream that has expired, and as one too many. */
  | "expired"
  | "too_many"
  /** It runs, and its answer waits for the promise. */
  | { readonly answerAfter: Promise<void> };

/** One request as it came in. */
export type Arrival = {
  /** From 1, since the database was last made. */
  readonly number: number;
  readonly kind: "read" | "write";
  readonly hasBaton: boolean;
  readonly bytes: number;
  /** The texts of all statements, for a test that looks for one. */
  readonly sql: string;
};

export type HranaServer = {
  readonly url: string;
  /** Time, as streams see it: it moves when a test moves it. */
  readonly clock: ManualClock;
  /** Every request since the database was made: round trips. */
  readonly arrivals: readonly Arrival[];
  readonly openStreams: () => number;
  readonly peakStreams: () => number;
  /** Asked of each request as it comes; undefined lets it be. Absent: no trouble any more. */
  trouble(cause?: (arrival: Arrival) => Trouble | undefined): void;
  /** From here on a cleared database is as this one is. */
  remember(): void;
  /** A fresh database in the place of the one before, and no trouble any more. */
  clear(): void;
  close(): Promise<void>;
};

const LIMITS: HranaLimits = {
  streams: 128,
  idleMs: 10_000,
  requestBytes: 64 * 1024 * 1024,
  responseBytes: 64 * 1024 * 1024,
};

/** A libSQL server over embedded libSQL files, on loopback: Hrana 2 and 3 in JSON, with its limits, and with troubles to order. */
export async function startHranaServer(
  options: { readonly limits?: Partial<HranaLimits>; readonly authToken?: string } = {},
): Promise<HranaServer> {
  const house = new HranaHouse({ ...LIMITS, ...options.limits }, options.authToken);
  const server = createServer((request, response) => {
    house.serve(request, response).catch((cause: unknown) => {
      response.destroy(cause instanceof Error ? cause : undefined);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    clock: house.clock,
    arrivals: house.arrivals,
    openStreams: () => house.shelf.open,
    peakStreams: () => house.shelf.peak,
    trouble: (cause) => {
      house.cause = cause ?? (() => undefined);
    },
    remember: () => house.remember(),
    clear: () => house.clear(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          house.end();
          resolve();
        });
      }),
  };
}

class HranaHouse {
  readonly clock = manualClock(0);
  readonly arrivals: Arrival[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), "hrana-"));
  readonly #limits: HranaLimits;
  readonly #authToken: string | undefined;
  #databases = 0;
  #start: string | undefined;
  shelf: StreamShelf;
  cause: (arrival: Arrival) => Trouble | undefined = () => undefined;

  constructor(limits: HranaLimits, authToken: string | undefined) {
    this.#limits = limits;
    this.#authToken = authToken;
    this.shelf = this.#freshShelf();
  }

  remember(): void {
    this.#start = join(this.#folder, "start.db");
    const connection = new HranaConnection(this.#path());
    connection.sequence(`vacuum into '${this.#start}'`);
    connection.close();
  }

  clear(): void {
    this.shelf.close();
    this.shelf = this.#freshShelf();
    this.arrivals.length = 0;
    this.cause = () => undefined;
  }

  end(): void {
    this.shelf.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const version = this.#versionOf(request);
      if (version === undefined) return say(response, 200, "Hello, this is HTTP API v2 (Hrana over HTTP)");
      const body = await textOf(request, this.#limits.requestBytes);
      const pipeline = parsed(body);
      const arrival = arrivalOf(pipeline, this.arrivals.length + 1, body.length);
      this.arrivals.push(arrival);
      await this.#run(pipeline, { version, arrival, response });
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      say(response, cause.status, cause.fault ?? cause.message);
    }
  }

  async #run(
    pipeline: Pipeline,
    { version, arrival, response }: { version: HranaVersion; arrival: Arrival; response: ServerResponse },
  ): Promise<void> {
    const trouble = this.cause(arrival);
    if (trouble === "drop") return hangUp(response);
    if (trouble === "bad_gateway") throw new Refusal(502, "Bad Gateway");
    if (trouble === "too_many") throw new Refusal(429, "Too many open streams");
    if (trouble === "expired") throw new Refusal(400, "The stream has expired due to inactivity", "STREAM_EXPIRED");
    const answer = JSON.stringify(this.#answer(pipeline, version));
    if (trouble === "lose_answer") return hangUp(response);
    if (trouble === "bad_gateway_after") throw new Refusal(502, "Bad Gateway");
    if (trouble === "cut_answer") {
      response.writeHead(200, { "content-type": "application/json", "content-length": String(answer.length + 1) });
      response.write(answer.slice(0, answer.length / 2), () => hangUp(response));
      return;
    }
    if (trouble !== undefined) await trouble.answerAfter;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(answer);
  }

  /** All of it at a stroke: nobody else's statement comes between two of one pipeline. */
  #answer({ baton, requests }: Pipeline, version: HranaVersion) {
    const lent = this.shelf.lend(baton);
    const allowance = { bytes: this.#limits.responseBytes };
    try {
      const results = requests.map((request) => lent.stream.answer(request, { version, allowance }));
      return { baton: this.shelf.giveBack(lent), base_url: null, results };
    } catch (cause) {
      this.shelf.abandon(lent);
      throw cause;
    }
  }

  /** undefined for the question whether a version is spoken. */
  #versionOf({ method, url, headers }: IncomingMessage): HranaVersion | undefined {
    if (method === "GET" && (url === "/v2" || url === "/v3")) return undefined;
    const [, version] = /^\/v([23])\/pipeline$/.exec(url ?? "") ?? [];
    if (version === undefined || method !== "POST") throw new Refusal(404, "Not found");
    if (this.#authToken !== undefined && headers.authorization !== `Bearer ${this.#authToken}`)
      throw new Refusal(401, "Unauthorized");
    return version === "2" ? 2 : 3;
  }

  #freshShelf(): StreamShelf {
    this.#databases += 1;
    if (this.#start !== undefined) copyFileSync(this.#start, this.#path());
    return new StreamShelf(this.#path(), this.clock, this.#limits);
  }

  #path(): string {
    return join(this.#folder, `${this.#databases}.db`);
  }
}

function parsed(body: string): Pipeline {
  try {
    const pipeline = JSON.parse(body) as Pipeline;
    if (Array.isArray(pipeline.requests)) return pipeline;
  } catch {
    // Refused below, like whatever else is no pipeline.
  }
  throw new Refusal(400, "Could not deserialize JSON request body");
}

function arrivalOf({ baton, requests }: Pipeline, number: number, bytes: number): Arrival {
  const texts = requests.flatMap((request) => textsOf(request));
  const kind = texts.every((text) => /^\s*(?:select|values)\b/i.test(text)) ? "read" : "write";
  return { number, kind, hasBaton: baton != null, bytes, sql: texts.join(";\n") };
}

function textsOf(request: StreamRequest): readonly string[] {
  switch (request.type) {
    case "execute":
      return request.stmt.sql === undefined ? [] : [request.stmt.sql];
    case "batch":
      return request.batch.steps.flatMap(({ stmt }) => stmt.sql ?? []);
    case "sequence":
    case "store_sql":
      return request.sql === undefined ? [] : [request.sql];
    default:
      return [];
  }
}

async function textOf(request: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= most) chunks.push(chunk as Buffer);
  }
  if (bytes > most) throw new Refusal(413, "Payload Too Large");
  return Buffer.concat(chunks).toString("utf8");
}

function hangUp(response: ServerResponse): void {
  response.socket?.destroy();
}

function say(response: ServerResponse, status: number, body: object | string): void {
  const isText = typeof body === "string";
  response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json" });
  response.end(isText ? body : JSON.stringify(body));
}
