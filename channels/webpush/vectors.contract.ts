import { describe, expect, it } from "vitest";
import { checkVapid } from "./check-vapid.fixture.ts";
import { decryptBody, decryptRecords, deriveContentKeys, deriveIkm } from "./decrypt-body.fixture.ts";
import { encryptPush } from "./encrypt-push.ts";
import { arePushKeys } from "./push-keys.ts";
import { makeSubscriber } from "./subscriber.fixture.ts";
import { vapidKey, vapidSigner } from "./vapid.ts";

type Encoded = { readonly plaintext: string; readonly key: string; readonly body: string; readonly keyid: string };

export type PushVectors = {
  readonly rfc8291: Readonly<Record<string, string>>;
  readonly rfc8188_1: Encoded & { readonly salt: string; readonly rs: number };
  readonly rfc8188_2: Encoded & { readonly rs: number };
  readonly rfc8292: {
    readonly jwt: string;
    readonly k: string;
    readonly header_value: string;
    readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
  };
  readonly negative: ReadonlyArray<{ readonly name: string; readonly body: string }>;
};

/** What the library that encrypts gives, with its dice held still. */
export type EncryptWith = (asked: {
  readonly plaintext: string;
  readonly senderPrivate: string;
  readonly receiverPublic: string;
  readonly auth: string;
  readonly salt: string;
}) => Uint8Array;

const bytes = (text = "") => Buffer.from(text, "base64url");
const text = (value: Uint8Array) => Buffer.from(value).toString("base64url");

/** The numbers of the RFCs, on whatever runtime. `vectors` is undefined where they are not at hand. */
export function pushVectorsContract(name: string, vectors: PushVectors | undefined, encryptWith: EncryptWith): void {
  const cases = vectors === undefined ? 0 : 4 + vectors.negative.length;
  describe.skipIf(vectors === undefined)(
    `the encryption of push messages on ${name} (${cases} vectors of RFC 8291, 8188 and 8292)`,
    () => {
      const { rfc8291 = {}, rfc8188_1, rfc8188_2, rfc8292, negative = [] } = vectors ?? ({} as Partial<PushVectors>);
      const receiver = { privateKey: bytes(rfc8291["ua_private"]), auth: bytes(rfc8291["auth_secret"]) };

      it("derives every value of RFC 8291's appendix", () => {
        const derived = deriveIkm(receiver, bytes(rfc8291["as_public"]));
        const content = deriveContentKeys(derived.ikm, bytes(rfc8291["salt"]));
        expect({
          ecdh_secret: text(derived.ecdhSecret),
          prk_key: text(derived.prkKey),
          key_info: text(derived.keyInfo),
          ikm: text(derived.ikm),
          prk: text(content.prk),
          cek: text(content.key),
          nonce: text(content.nonce),
        }).toEqual({
          ecdh_secret: rfc8291["ecdh_secret"],
          prk_key: rfc8291["prk_key"],
          key_info: rfc8291["key_info"],
          ikm: rfc8291["ikm"],
          prk: rfc8291["prk"],
          cek: rfc8291["cek"],
          nonce: rfc8291["nonce"],
        });
      });

      it("encrypts to the very body of RFC 8291, and reads it", () => {
        const body = encryptWith({
          plaintext: rfc8291["plaintext"] ?? "",
          senderPrivate: rfc8291["as_private"] ?? "",
          receiverPublic: rfc8291["ua_public"] ?? "",
          auth: rfc8291["auth_secret"] ?? "",
          salt: rfc8291["salt"] ?? "",
        });
        expect(text(body)).toBe(rfc8291["body"]);
        expect(decryptBody(receiver, bytes(rfc8291["body"]))).toBe(rfc8291["plaintext"]);
      });

      it("encrypts with a fresh salt and key what the subscriber of RFC 8291 reads", async () => {
        const keys = { p256dh: rfc8291["ua_public"] ?? "", auth: rfc8291["auth_secret"] ?? "" };
        expect(arePushKeys(keys)).toBe(true);
        const asked = { keys, payload: "Grüße 🎈", ttlSeconds: 60, urgency: "normal" as const };
        const made = await Promise.all(
          [1, 2].map(() => encryptPush({ ...asked, endpoint: "https://fcm.googleapis.com/x" })),
        );
        expect(made.map(({ body }) => decryptBody(receiver, body))).toEqual(["Grüße 🎈", "Grüße 🎈"]);
        expect(text(made[0]?.body ?? bytes())).not.toBe(text(made[1]?.body ?? bytes()));
        expect(made[0]?.headers).toMatchObject({ "Content-Encoding": "aes128gcm", TTL: "60", Urgency: "normal" });
      });

      it("reads RFC 8188's one record and its two, with their padding", () => {
        expect([rfc8188_1, rfc8188_2].map((one) => decryptRecords(bytes(one?.body), () => bytes(one?.key)))).toEqual([
          "I am the walrus",
          "I am the walrus",
        ]);
      });

      it(`refuses all ${negative.length} bodies that were tampered with`, () => {
        const read = negative.filter(({ body }) => {
          try {
            decryptBody(receiver, bytes(body));
            return true;
          } catch {
            return false;
          }
        });
        expect(read).toEqual([]);
      });

      it("verifies RFC 8292's token, whose claims are the document's", () => {
        expect(checkVapid(rfc8292?.header_value ?? "")).toEqual({ publicKey: rfc8292?.k, claims: rfc8292?.claims });
        const forged = (rfc8292?.header_value ?? "").replace(/\.i3CY/, ".i3CZ");
        expect(checkVapid(forged)).toBeUndefined();
      });

      it("signs a token of the same form, which a service verifies with the key beside it", () => {
        const key = vapidKey("1", makeSubscriber().privateKey);
        const now = Date.UTC(2026, 10, 22, 9);
        const sign = vapidSigner("mailto:push@shop.example");
        const header = sign({ key, audience: "https://push.example.net", now });
        expect(checkVapid(header)).toEqual({
          publicKey: key.publicKey,
          claims: { aud: "https://push.example.net", exp: now / 1_000 + 43_200, sub: "mailto:push@shop.example" },
        });
        const [head = ""] = /t=([^.]+)/.exec(header)?.slice(1) ?? [];
        expect(head).toBe((rfc8292?.jwt ?? "").split(".", 1)[0]);
      });

      it("takes no key whose point is beside the curve", () => {
        const { keys } = makeSubscriber();
        const point = bytes(keys.p256dh);
        point[64] = (point[64] ?? 0) ^ 1;
        expect(arePushKeys({ ...keys, p256dh: text(point) })).toBe(false);
      });
    },
  );
}
