import { Agent, request } from "node:http";
import type { ReadMail } from "#entry/demo/read-mail.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { unitOf } from "#kernel/random.ts";
import type { RetailPerson } from "./retail-people.ts";

export type Visit = {
  readonly at: number;
  readonly url: string;
  readonly who: "person" | "machine";
  readonly headers: Readonly<Record<string, string>>;
};

/** What a person really buys later in the file: product codes and their categories. The station never sees it. */
export type Future = { readonly codes: ReadonlySet<string>; readonly categories: ReadonlySet<string> };

export type Shop = {
  /** Product codes and categories by the title that a mail shows. */
  readonly productByTitle: ReadonlyMap<string, { readonly code: string; readonly category: string }>;
};

const MOST_CLICKS = 3;
const CLICK_CHANCE = { bought: 0.9, category: 0.15, other: 0.01 } as const;

/** Which links a person follows, and when. Simulated: she prefers what she really buys in the weeks after. */
export function visitsOf(
  mail: ReadMail,
  reader: { person: RetailPerson; future: Future; now: number },
  shop: Shop,
): Visit[] {
  const { person, future, now } = reader;
  const chance = (what: string) => unitOf(person.code, mail.occurrence, what);
  if (chance("opens") > person.opens) return [];
  const readAt = now + 5 * MINUTE_MS + Math.floor(chance("when") * 10 * HOUR_MS);
  const wanted = new Map<string, string>();
  for (const { url, words } of jumpsOf(mail)) {
    const product = shop.productByTitle.get(words);
    if (product === undefined || wanted.has(product.code)) continue;
    const likes = future.codes.has(product.code)
      ? CLICK_CHANCE.bought
      : future.categories.has(product.category)
        ? CLICK_CHANCE.category
        : CLICK_CHANCE.other;
    if (chance(product.code) < likes) wanted.set(product.code, url);
  }
  // One in ten opens all that she wants at once, in tabs.
  const apartMs = chance("tabs") < 0.1 ? SECOND_MS : 25 * SECOND_MS;
  const headers = personHeaders(person);
  return [...wanted.values()]
    .slice(0, MOST_CLICKS)
    .map((url, index) => ({ url, headers, who: "person", at: readAt + index * apartMs }));
}

/** The gateway that nothing in a request gives away: it comes late, takes two links and waits in between. */
export function patientVisits(mail: ReadMail, person: RetailPerson, now: number): Visit[] {
  const urls = [...new Set(jumpsOf(mail).map(({ url }) => url))].slice(0, 2);
  const headers = scannerHeaders(person);
  return urls.map((url, index) => ({ url, headers, who: "machine", at: now + 20 * MINUTE_MS + index * 8 * SECOND_MS }));
}

/** Links that lead through the station, with what a reader sees of them. */
export function jumpsOf(mail: ReadMail): ReadMail["links"] {
  return mail.links
    .filter(({ url }) => /\/[jc]\/[\w-]{35}$/.test(url))
    .map(({ url, words }) => ({
      url,
      words: words.replaceAll("&#39;", "'").replaceAll("&#34;", '"').replaceAll("&amp;", "&"),
    }));
}

const agents = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36",
] as const;
const browser = {
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-language": "en-GB,en;q=0.9",
  "sec-fetch-mode": "navigate",
  "sec-fetch-site": "none",
};

/** As a person's browser asks for a page. */
function personHeaders({ code, network }: RetailPerson): Record<string, string> {
  const agent = agents[Math.floor(unitOf(code, "agent") * agents.length)] ?? agents[0];
  return { "user-agent": agent, "x-forwarded-for": `${network}.7`, ...browser };
}

/** As mail gateways do: one says what it is, one sends little, two look like a browser and share their network with nobody. */
export function scannerHeaders({ scanner, network }: RetailPerson): Record<string, string> {
  if (scanner === "declared")
    return { "user-agent": "Mozilla/5.0 (compatible; LinkCheck-bot/2.1)", "x-forwarded-for": "192.0.2.9" };
  const headers = { "user-agent": agents[2], "x-forwarded-for": `${network}.200` };
  return scanner === "plain" ? headers : { ...headers, ...browser };
}

/** Follows links over real HTTP to a started station. Each link that was asked for is remembered with who did. */
export function httpReader(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const truth = new Map<string, Array<"person" | "machine">>();
  let pending = 0;
  let wrong = 0;
  let count = 0;
  const follow = (url: string, who: "person" | "machine", headers: Visit["headers"]): Promise<void> =>
    new Promise((resolve) => {
      const path = new URL(url).pathname;
      const asked = truth.get(path) ?? [];
      truth.set(path, asked);
      asked.push(who);
      count += 1;
      pending += 1;
      const done = () => {
        pending -= 1;
        resolve();
      };
      const sent = request({ agent, port, host: "127.0.0.1", path, headers }, (response) => {
        if (response.statusCode !== 302 || !response.headers.location?.startsWith("https://shop.retail.example/"))
          wrong += 1;
        response.resume();
        response.on("end", done);
      });
      sent.on("error", () => {
        wrong += 1;
        done();
      });
      sent.end();
    });
  /** Keeps `pending` up until it is called: somebody is about to ask. */
  const hold = () => {
    pending += 1;
    return () => {
      pending -= 1;
    };
  };
  return {
    follow,
    hold,
    truth,
    asked: () => count,
    pending: () => pending,
    wrong: () => wrong,
    close: () => agent.destroy(),
  };
}

export type HttpReader = ReturnType<typeof httpReader>;
