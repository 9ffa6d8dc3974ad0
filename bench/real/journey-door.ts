import { createReadStream, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { createKey } from "#access/create-key.ts";
import { scopeNames } from "#access/scopes.ts";
import type { NodeStation } from "#entry/node/start-node.ts";
import { must } from "./retail-station.ts";

type Json = Readonly<Record<string, unknown>>;

/** A station's API over HTTP, as another system calls it. */
export type JourneyDoor = {
  readonly get: <T = Json>(path: string) => Promise<T>;
  readonly put: <T = Json>(path: string, body: unknown) => Promise<T>;
  readonly post: <T = Json>(path: string, body?: unknown) => Promise<T>;
  /** Sends a file as it lies there, packed or not. */
  readonly send: <T = Json>(method: "PUT" | "POST", path: string, file: string) => Promise<T>;
  readonly stream: (path: string) => Promise<Response>;
};

const operator = { kind: "operator", id: "measurement", scopes: scopeNames } as const;

export async function journeyDoor({ station, port }: NodeStation): Promise<JourneyDoor> {
  const input = { name: "warehouse", scopes: scopeNames };
  const { key } = must(await createKey({ deps: station.customers, actor: operator, input }));
  const authorization = `Bearer ${key}`;

  const stream = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set("authorization", authorization);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      ...init,
      headers,
    });
    if (response.ok) return response;
    throw new Error(`${init.method ?? "GET"} ${path} answered ${response.status}: ${await response.text()}`);
  };
  const call = async <T>(path: string, init: RequestInit): Promise<T> => {
    const text = await (await stream(path, init)).text();
    return (text === "" ? {} : JSON.parse(text)) as T;
  };
  const withBody = (method: string, body: unknown): RequestInit =>
    body === undefined
      ? { method }
      : { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } };

  return {
    get: (path) => call(path, {}),
    put: (path, body) => call(path, withBody("PUT", body)),
    post: (path, body) => call(path, withBody("POST", body)),
    send: (method, path, file) => {
      const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
      return call(path, { method, body, duplex: "half" } as RequestInit);
    },
    stream,
  };
}

export type JourneyImport = {
  readonly id: string;
  readonly state: string;
  readonly read: number;
  readonly totals: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
};

/** Puts a mapping file of bench/real/mappings as it is. */
export async function putMapping(door: JourneyDoor, name: string): Promise<void> {
  const file = join(import.meta.dirname, "mappings", `${name}.mapping.json`);
  await door.put(`/v1/import-mappings/${name}`, JSON.parse(readFileSync(file, "utf8")));
}

/** Takes a file in through the importer's door, and lets nothing be lost in silence: the totals add up to what was read. */
export async function takeIn(door: JourneyDoor, mapping: string, file: string): Promise<JourneyImport> {
  const asked = { mapping, fileName: basename(file), bytesTotal: statSync(file).size };
  const { id } = await door.post<{ id: string }>("/v1/imports", asked);
  const done = await door.send<JourneyImport>("PUT", `/v1/imports/${id}/data`, file);
  const added = Object.values(done.totals).reduce((sum, count) => sum + count, 0);
  if (done.state !== "done" || added !== done.read) {
    throw new Error(`${mapping} ended ${done.state}: ${JSON.stringify(done)}`);
  }
  return done;
}

/** Takes an import back; a large one in several calls. */
export async function takeBack(door: JourneyDoor, { id }: JourneyImport): Promise<void> {
  for (let state = ""; state !== "undone";) {
    ({ state } = await door.post<{ state: string }>(`/v1/imports/${id}/undo`));
  }
}
