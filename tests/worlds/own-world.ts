import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { memoryChannel } from "#channels/memory/memory-channel.ts";
import type { Mailbox, ReceivedEmail } from "#channels/memory/mailbox.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { mergers } from "#entry/mergers.ts";
import { idsFrom } from "#kernel/id.ts";
import { deliverCodes } from "#me/enter/deliver-codes.ts";
import type { MeDeps } from "#me/me-deps.ts";
import type { Sender } from "#messages/content/shelf.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import type { Store } from "#store/store.ts";
import { NOW, ORIGIN, post, type ReaderWorld, readerWorld } from "./reader-world.ts";

export type OwnWorld = ReaderWorld & {
  readonly mailbox: Mailbox;
  /** Sends what waits, as the runtime does beside the answer. */
  readonly deliver: () => Promise<number>;
  /** A browser of somebody: keeps its cookies, and posts forms with the token of the page before. */
  readonly browser: () => Browser;
  /** A browser that came in with the code that was mailed to this address. */
  readonly enter: (address: string) => Promise<Browser>;
};

export type Page = {
  readonly status: number;
  readonly location: string;
  readonly text: string;
  readonly headers: Headers;
};

export type Browser = {
  get(path: string): Promise<Page>;
  post(path: string, fields: Readonly<Record<string, string>>, headers?: Record<string, string>): Promise<Page>;
  readonly cookies: Map<string, string>;
};

const sender: Sender = {
  vendor: {
    name: "The Shop",
    websiteUrl: "https://shop.example/",
    logoUrl: "https://shop.example/logo.png",
    postalAddress: "1 High Street, Anytown",
    palette: { accent: "#2e5d4b", onAccent: "#ffffff", accentDark: "#7fc6a8", onAccentDark: "#0c1a14" },
  },
  fromName: "The Shop",
  fromAddress: "hello@shop.example",
  domain: "news.shop.example",
};

/** Ada and Ben of the reader's world, with addresses that codes can be sent to. */
export async function ownWorld(store: Store, given: Partial<MeDeps> & { readonly app?: Hono } = {}): Promise<OwnWorld> {
  const { mailbox, ...channel } = memoryChannel({
    identity: { sendingDomain: "news.shop.example", bounceDomain: "bounce.shop.example", dkim: [] },
  });
  const parts: Partial<MeDeps> = {
    channels: new Map([["email", channel]]),
    sender: async () => sender,
    projectors: [affinityProjector()],
    mergers,
    // No two alike: what has the id of something known is that something.
    ids: idsFrom({ now: () => NOW }, randomBytes),
    ...given,
  };
  const world = await readerWorld(store, { ...parts, parts });
  const { deps } = world;
  await store.write(
    ["ada", "ben"].map((code) => ({
      sql: "update customers set email_hash = ? where code = ?",
      params: [hashAddress(deps.secret, "email", `${code}@people.example`), code],
    })),
  );
  const deliver = () => deliverCodes(deps);
  const browser = () => openBrowser(world);
  const enter = async (address: string) => {
    const opened = browser();
    await opened.post("/me/enter", { address });
    await deliver();
    const answer = await opened.post("/me/code", { code: newestCode(mailbox) });
    if (answer.location !== "/me") throw new Error(`The code did not open: ${answer.status}`);
    return opened;
  };
  return { ...world, mailbox, deliver, browser, enter };
}

/** The code in the newest mail; of several people's the n-th. */
export function newestCode(mailbox: Mailbox, place = 0): string {
  const [mail] = mailbox.list();
  return mailText(mail).match(/\b\d{4} \d{4}\b/g)?.[place] ?? "";
}

/** The bytes as a reader's program decodes them, near enough: soft line ends and quoted signs (RFC 2045 §6.7). */
export function mailText(mail: ReceivedEmail | undefined): string {
  const raw = Buffer.from(mail?.raw ?? []).toString("latin1");
  const bytes = raw
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function openBrowser(world: Pick<ReaderWorld, "app">): Browser {
  const cookies = new Map<string, string>();
  let form = "";
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const keep = async (answer: Response): Promise<Page> => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1);
      const at = pair.indexOf("=");
      if (/Max-Age=0(;|$)/.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await answer.text();
    form = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? form;
    return { status: answer.status, location: answer.headers.get("location") ?? "", text, headers: answer.headers };
  };
  return {
    cookies,
    get: async (path) => keep(await world.app.request(`${ORIGIN}${path}`, { headers: { cookie: cookieHeader() } })),
    post: async (path, fields, headers = {}) => {
      const isOut = path === "/me/enter" || path === "/me/code" || path.startsWith("/me/at/");
      const sent = { ...(isOut ? {} : { form }), ...fields };
      return keep(
        await post(world, path, { fields: Object.entries(sent), headers: { cookie: cookieHeader(), ...headers } }),
      );
    },
  };
}
