import type { IncomingMessage, ServerResponse } from "node:http";
import type { Arrival, ProviderBehaviour } from "#channels/channel.contract.ts";
import { openProviderDoor } from "#channels/provider-door.fixture.ts";

export type Reply = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type PrintHouse = {
  readonly origin: string;
  readonly behave: (behaviour: ProviderBehaviour | Reply) => void;
  readonly hanging: () => Promise<void>;
  /** Every request that it took, doubles of a key included. */
  readonly arrivals: readonly Arrival[];
  /** Letters that it printed: one for each key. */
  readonly printed: ReadonlyMap<string, Letter>;
  readonly close: () => Promise<void>;
};

type Letter = { readonly fields: Readonly<Record<string, unknown>>; readonly file: Uint8Array };

const replies: Readonly<Partial<Record<ProviderBehaviour, Reply>>> = {
  defer: { status: 429, body: '{"code":"too_many_requests"}', headers: { "retry-after": "30" } },
  reject_recipient: { status: 422, body: '{"code":"undeliverable_address","message":"12 High Street"}' },
  reject_message: { status: 422, body: '{"code":"invalid_file"}' },
};

/** The house on this machine, as docs/letters.md tells of it: takes its own account's forms, and remembers each key. */
export async function startPrintHouse(
  apiKey: string,
  certificate: { readonly cert: string; readonly key: string },
): Promise<PrintHouse> {
  const arrivals: Arrival[] = [];
  const printed = new Map<string, Letter>();
  let behaviour: ProviderBehaviour | Reply = "accept";
  let onHang: () => void = () => undefined;
  let hang = new Promise<void>((resolve) => (onHang = resolve));

  const take = async ({ url, method, headers }: IncomingMessage, body: Buffer<ArrayBuffer>): Promise<Reply> => {
    const key = headers["idempotency-key"];
    if (url !== "/letters" || method !== "POST" || typeof key !== "string") return { status: 404, body: "{}" };
    if (headers.authorization !== `Bearer ${apiKey}`) return { status: 401, body: '{"code":"unauthorized"}' };
    const form = await new Response(body, { headers: { "content-type": headers["content-type"] ?? "" } }).formData();
    const fields = JSON.parse(await textOf(form.get("letter"))) as Record<string, unknown>;
    const file = form.get("file");
    if (!(file instanceof Blob) || file.type !== "application/pdf") return { status: 415, body: '{"code":"no_pdf"}' };
    printed.set(key, { fields, file: new Uint8Array(await file.arrayBuffer()) });
    const to = Object.values(fields["to"] as Record<string, string>).join("\n");
    arrivals.push({ to, raw: body.toString("latin1") });
    return { status: 201, body: JSON.stringify({ id: `letter_${[...printed.keys()].indexOf(key) + 1}` }) };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, body: Buffer<ArrayBuffer>) => {
    if (behaviour === "hang_after_body") return onHang();
    const scripted = typeof behaviour === "string" ? replies[behaviour] : behaviour;
    const reply = scripted ?? (await take(request, body));
    if (behaviour === "lose_answer") return void request.socket.destroy();
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers }).end(reply.body);
    return undefined;
  };

  const listening = await openProviderDoor(certificate, {
    answer,
    take: () => {
      if (behaviour === "hang_before_body") onHang();
      return behaviour === "drop_before_body" ? "drop" : behaviour === "hang_before_body" ? "hang" : "serve";
    },
  });
  return {
    ...listening,
    behave: (next) => {
      behaviour = next;
      hang = new Promise<void>((resolve) => (onHang = resolve));
    },
    hanging: () => hang,
    arrivals,
    printed,
  };
}

async function textOf(part: FormDataEntryValue | null): Promise<string> {
  return part instanceof Blob ? part.text() : (part ?? "{}");
}
