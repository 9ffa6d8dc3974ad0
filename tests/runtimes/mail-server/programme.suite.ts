import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { dkimVerify } from "mailauth";
import { describe, expect, it } from "vitest";
import { keyOfReturnPath } from "#channels/return-path.ts";
import { messageKey } from "#messages/send/message-key.ts";
import { DIRECT, EXPECTED, PUBLIC_URL } from "./lived-programme.ts";
import { type ArrivedMail, fieldsOf, type Receiver } from "./receiver.ts";
import { BOUNCE_DOMAIN } from "./mail-server-files.ts";

const MARKETING = ["weekly-picks", "birthday"];
/** Line ends are the transport's, and a parser keeps one more at the end. */
const unix = (text = "") => text.replaceAll("\r\n", "\n").replace(/\n+$/, "");

/** What a vendor's mails are when a receiver has them. */
export function programmeSuite(receiver: () => Receiver): void {
  const marketing = () => receiver().mails.filter(({ what }) => MARKETING.includes(what));
  const verdictsOf = async (raw: Buffer | string) => {
    const { results } = await dkimVerify(raw, { resolver: receiver().domain.resolver });
    return results.map(({ status }) => status.result);
  };

  describe("a vendor's mail in its mailbox", () => {
    it("has come once, each newsletter and each direct message in each language", () => {
      const { mails } = receiver();
      expect(new Set(mails.map(({ what, locale }) => `${what} ${locale}`)).size).toBe(EXPECTED);
      expect(mails).toHaveLength(EXPECTED);
    });

    it("passes DKIM by both of its keys, RSA and Ed25519, whatever the servers on the way wrote on top", async () => {
      for (const { what, locale, raw } of receiver().mails)
        expect({ what, locale, verdicts: await verdictsOf(raw) }).toEqual({ what, locale, verdicts: ["pass", "pass"] });
    });

    it("fails DKIM when a way to leave is taken out, changed or added, or a word of the body", async () => {
      const text = marketing()[0]?.raw.toString("latin1") ?? "";
      const field = /^List-Unsubscribe: [^\r]*\r\n(?:[ \t][^\r]*\r\n)*/m;
      for (const forged of [
        text.replace(field, ""),
        text.replace(field, (found) => found.replace("/u/", "/x/")),
        text.replace(field, (found) => `${found}List-Unsubscribe: <https://evil.example/>\r\n`),
        text.replace(/^List-Unsubscribe-Post:[^\r]*\r\n/m, ""),
        text.replace(/^Feedback-ID:[^\r]*\r\n/m, ""),
        text.replace("</title>", "!</title>"),
      ]) {
        expect(forged).not.toBe(text);
        expect(await verdictsOf(forged)).toEqual(["fail", "fail"].map(() => expect.stringMatching(/fail|neutral/)));
      }
    });

    it("names one click out under the signature where it is marketing, and no list where it is service", () => {
      for (const mail of receiver().mails) {
        const isMarketing = MARKETING.includes(mail.what);
        const [leave = ""] = fieldsOf(mail, "List-Unsubscribe");
        expect(leave.startsWith(`<${PUBLIC_URL}/u/`)).toBe(isMarketing);
        expect(fieldsOf(mail, "List-Unsubscribe-Post")).toEqual(isMarketing ? ["List-Unsubscribe=One-Click"] : []);
        expect(fieldsOf(mail, "List-ID")).toEqual(isMarketing ? [`<${mail.what}.news.fernhill.example>`] : []);
        expect(fieldsOf(mail, "Auto-Submitted")).toEqual(isMarketing ? [] : ["auto-generated"]);
        for (const signature of fieldsOf(mail, "DKIM-Signature")) {
          const signed = /[;\s]h=([^;]+);/.exec(signature)?.[1]?.replaceAll(/\s/g, "").toLowerCase().split(":") ?? [];
          expect(signed).toEqual(expect.arrayContaining(["list-unsubscribe", "list-unsubscribe-post", "feedback-id"]));
        }
      }
    });

    it("tells Gmail which occurrence it belongs to by a Feedback-ID that is the same for all its readers", () => {
      const ids = Map.groupBy(receiver().mails, ({ what }) => what);
      for (const [what, mails] of ids) {
        const found = new Set(mails.flatMap((mail) => fieldsOf(mail, "Feedback-ID")));
        expect({ what, size: found.size }).toEqual({ what, size: 1 });
        expect([...found][0]).toMatch(/^[a-z.-]+\.\d{4}-\d{2}-\d{2}:(marketing|transactional):jumpstation$/);
      }
    });

    it("has the Message-ID and the return path that its row gives it, and nobody else has them", async () => {
      const { mails, programme } = receiver();
      const rows = await programme.store.read<{ id: number }>(sql`select id from messages where state = 'accepted'`);
      const keys = new Set(rows.map(({ id }) => messageKey(programme.secret.keyFor("message-key/1"), id)));
      const found = mails.map((mail) => {
        const [messageId = ""] = fieldsOf(mail, "Message-ID");
        const [returnPath = ""] = fieldsOf(mail, "Return-Path");
        expect(messageId).toBe(`<${keyOfReturnPath(returnPath, BOUNCE_DOMAIN)}@fernhill.example>`);
        return keyOfReturnPath(returnPath, BOUNCE_DOMAIN) ?? "";
      });
      expect(new Set(found).size).toBe(EXPECTED);
      expect(found.filter((key) => !keys.has(key))).toEqual([]);
    });

    it("says to the letter what was merged: subject, HTML and text hash to what the row keeps", async () => {
      const { mails, programme } = receiver();
      const rows = await programme.store.read<{ hash: string }>(sql`select body_hash as hash from messages`);
      const kept = new Set(rows.map(({ hash }) => hash));
      const changed = mails.filter((mail) => !candidateHashes(mail).some((hash) => kept.has(hash)));
      expect(changed.map(({ what, locale }) => `${what} ${locale}`)).toEqual([]);
    });

    it("is seven-bit from end to end, in lines that every server passes on", () => {
      for (const { what, raw } of receiver().mails) {
        const text = raw.toString("latin1");
        expect({ what, beyondAscii: /[^\t\r\n\u0020-\u007e]/.test(text) }).toEqual({ what, beyondAscii: false });
        expect({ what, isLong: text.split("\r\n").some(({ length }) => length > 998) }).toEqual({
          what,
          isLong: false,
        });
        expect(text.match(/^Content-Transfer-Encoding: quoted-printable\r$/gm)).toHaveLength(2);
      }
    });

    it("speaks the reader's language, in its direction", () => {
      for (const { what, locale, email } of receiver().mails) {
        const dir = locale === "ar" ? "rtl" : "ltr";
        expect({ what, html: email.html?.slice(0, 400) }).toEqual({
          what,
          html: expect.stringMatching(new RegExp(`lang="${locale}"[^>]* dir="${dir}"`)),
        });
      }
      const subjects = new Set(receiver().mails.map(({ email }) => email.subject));
      expect(subjects.size).toBeGreaterThan(EXPECTED - DIRECT.length * 4);
    });
  });
}

/** Mail ends its lines and its bodies in one way; what was hashed may have ended in none, or in one line end. */
function candidateHashes({ email }: ArrivedMail): readonly string[] {
  const [html, text] = [unix(email.html), unix(email.text)];
  const ends = ["", "\n"];
  return ends.flatMap((htmlEnd) =>
    ends.map((textEnd) =>
      createHash("sha256")
        .update(email.subject ?? "")
        .update("\0")
        .update(html + htmlEnd)
        .update("\0")
        .update(text + textEnd)
        .digest("base64url"),
    ),
  );
}
