import { existsSync, readFileSync } from "node:fs";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import type { OutgoingMessage } from "#channels/channel.ts";
import { headerText } from "#channels/mime/header-text.ts";
import { fetchMail } from "./fetch-mail.ts";
import { OPEN_DOMAIN } from "./mail-server-files.ts";
import { asSent, type Receiver } from "./receiver.ts";

const naughty = "../shared/cases/naughty/blns.json";
const strings: readonly string[] = existsSync(naughty) ? JSON.parse(readFileSync(naughty, "utf8")) : [];

/** Where servers, parsers and encoders have gone wrong: beginnings, ends and lengths of lines, and scripts. */
const awkward = [
  "From here",
  ".",
  "..\n.\n",
  "a line that ends in a blank \nand a tab\t\n",
  "=3D =\n=E2=82",
  `${"x".repeat(2_000)}\n${"ü".repeat(600)}`,
  "שלום مرحبا 你好 🌱👩‍🌾",
  "--=_\n--=_--\n",
  "\n\n\n",
  "a\rb",
  "=?utf-8?q?not_a_word?=",
];
const cases = [...new Set([...awkward, ...strings])];
const { signal } = new AbortController();

/** As `compose-email.ts` leaves it: line ends are the transport's, a byte order mark the decoder's. */
const bodyText = (text = "") =>
  text
    .toWellFormed()
    .replaceAll(/\r\n|\r/g, "\n")
    .replaceAll(/^\ufeff|\n+$/g, "");

const messageOf = (words: string, index: number, to = `words@${OPEN_DOMAIN}`): OutgoingMessage => ({
  messageNumber: index,
  key: `words${index.toString(36).padStart(8, "0")}`,
  to,
  date: Date.now() - 1_000,
  content: {
    kind: "email",
    from: { name: words.slice(0, 60), address: "hello@fernhill.example" },
    subject: words,
    html: words,
    text: words,
  },
});

/** Any words, as a stranger's name, a product or a rule may bring them into a mail. */
export function wordsSuite(receiver: () => Receiver): void {
  describe("words that break mail elsewhere", () => {
    it(`come through as subject and as both bodies, ${cases.length} of them`, async () => {
      const { channel, server } = receiver();
      const outcomes = await Promise.all(
        cases.map((words, index) => channel.send(messageOf(words, index), { signal })),
      );
      expect(outcomes.filter(({ kind }) => kind !== "accepted")).toEqual([]);
      await server.delivered();
      const raws = await fetchMail(server, `words@${OPEN_DOMAIN}`);
      expect(raws).toHaveLength(cases.length);
      const found = new Map<number, { subject: string; html: string; text: string }>();
      for (const raw of raws) {
        const { messageId = "", subject = "", html, text } = await PostalMime.parse(raw);
        const index = Number.parseInt(/^<words([0-9a-z]+)@/.exec(messageId)?.[1] ?? "", 36);
        found.set(index, { subject, html: bodyText(html), text: bodyText(text) });
      }
      for (const [index, words] of cases.entries()) {
        const body = bodyText(words);
        expect({ index, ...found.get(index) }).toEqual({ index, subject: headerText(words), html: body, text: body });
      }
    });

    it("are the same bytes at every try", async () => {
      const { channel, server, domain } = receiver();
      expect(domain.identity.dkim).toHaveLength(2);
      const to = `twice@${OPEN_DOMAIN}`;
      const messages = cases.slice(0, 20).map((words, index) => messageOf(words, 1_000 + index, to));
      for (const _ of [1, 2]) await Promise.all(messages.map((message) => channel.send(message, { signal })));
      await server.delivered();
      const raws = (await fetchMail(server, to)).map(asSent);
      expect(raws).toHaveLength(2 * messages.length);
      expect(new Set(raws).size).toBe(messages.length);
    });
  });
}
