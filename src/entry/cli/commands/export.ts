import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { readConfig } from "#entry/config.ts";
import { openLibsql } from "#store/open-libsql.ts";
import { systemClock } from "#entry/runtime.ts";
import { exportKindNames } from "#outbound/exports/export-kinds.ts";
import { exportStream } from "#outbound/exports/export-stream.ts";
import type { Command } from "./command.ts";

const usage = `jumpstation export <${exportKindNames.join("|")}>

  --format ndjson|csv   ndjson unless told; csv is RFC 4180 and safe for spreadsheets
  --from, --until       ISO 8601 instants: the first is included, the second is not
  --cursor <cursor>     go on behind the row with this cursor
  --personal            with names, addresses, properties and wordings
  --out <file>          a new file; the terminal unless told

Reads beside a running server, and never writes. The database comes from the environment, as for npm start.`;

const options = {
  format: { type: "string", default: "ndjson" },
  from: { type: "string" },
  until: { type: "string" },
  cursor: { type: "string" },
  out: { type: "string" },
  personal: { type: "boolean", default: false },
} as const;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const asked = z.object({
  kind: z.enum(exportKindNames),
  format: z.enum(["ndjson", "csv"]),
  from: instant.optional(),
  until: instant.optional(),
  cursor: z.string().optional(),
  out: z.string().optional(),
  personal: z.boolean(),
});

export const command: Command = { summary: "Write rows out as NDJSON or CSV.", usage, run };

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const read = asked.safeParse({ ...values, kind: positionals[0] });
  const config = readConfig(process.env);
  if (!read.success || !config.ok) {
    console.error(config.ok ? usage : `The configuration can't be used:\n${config.error.join("\n")}`);
    return 2;
  }
  const { DATABASE_URL: url } = config.value;
  if (!url.startsWith("file:")) {
    console.error("This reads an embedded database. For a server's, ask its API: GET /v1/exports/<kind>.");
    return 1;
  }
  const { format, out, personal: isPersonal, ...request } = read.data;
  const store = await openLibsql({ url });
  await store.read({ sql: "pragma query_only = on", params: [] });
  const stream = exportStream({
    store,
    now: systemClock.now(),
    format,
    request: { ...request, isPersonal },
    onEnd: () => undefined,
  });
  const target = out === undefined ? process.stdout : createWriteStream(out, { flags: "wx", mode: 0o600 });
  await pipeline(Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]), target, {
    end: out !== undefined,
  });
  await store.close();
  return 0;
}
