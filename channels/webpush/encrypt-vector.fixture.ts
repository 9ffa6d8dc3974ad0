import { createECDH } from "node:crypto";
import ece from "http_ece";
import type { EncryptWith } from "./vectors.contract.ts";

/** The library that web-push encrypts with, given the sender's key and salt that it would have rolled. */
export const encryptVector: EncryptWith = ({ plaintext, senderPrivate, receiverPublic, auth, salt }) => {
  const privateKey = createECDH("prime256v1");
  privateKey.setPrivateKey(Buffer.from(senderPrivate, "base64url"));
  const options = { version: "aes128gcm", privateKey, dh: receiverPublic, authSecret: auth, salt } as const;
  return ece.encrypt(Buffer.from(plaintext, "utf8"), options);
};
