import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { refuseWebhook, webhookHeaders } from "./verify-webhook.ts";

const file = "../shared/cases/webhooks/standard-webhooks.json";
type Case = {
  readonly name: string;
  readonly ok: boolean;
  readonly secret?: string;
  readonly headers: Record<string, string>;
  readonly payload: string;
};
const corpus: { secret: string; now: number; cases: readonly Case[] } = existsSync(file)
  ? JSON.parse(readFileSync(file, "utf8"))
  : { secret: "", now: 0, cases: [] };

const refusal = ({ headers, payload: body, secret = corpus.secret }: Case, now = corpus.now * 1_000) =>
  refuseWebhook(
    webhookHeaders((name) => headers[name]),
    { body, secrets: [secret], now },
  );

describe.skipIf(corpus.cases.length === 0)(
  `a signed webhook, in ${corpus.cases.length} cases (shared cases are absent if skipped)`,
  () => {
    it.each(corpus.cases)("$name: $ok", (one) => {
      expect(refusal(one) === undefined).toBe(one.ok);
    });

    it("is believed for five minutes, and under its older names", () => {
      const [valid] = corpus.cases as [Case];
      const now = corpus.now * 1_000;
      expect(refusal(valid, now + 300_999)).toBeUndefined();
      expect(refusal(valid, now + 301_000)).toBe("stale");
      expect(refusal(valid, now - 301_000)).toBe("stale");
      const svix = Object.entries(valid.headers).map(([name, value]) => [name.replace("webhook-", "svix-"), value]);
      expect(refusal({ ...valid, headers: Object.fromEntries(svix) })).toBeUndefined();
    });

    it("that any other secret signed is forged, and no secret believes nothing", () => {
      const [valid] = corpus.cases as [Case];
      expect(refusal({ ...valid, secret: "whsec_AAAA" })).toBe("forged");
      const headers = webhookHeaders((name) => valid.headers[name]);
      expect(refuseWebhook(headers, { body: valid.payload, secrets: [], now: corpus.now * 1_000 })).toBe("forged");
    });
  },
);
