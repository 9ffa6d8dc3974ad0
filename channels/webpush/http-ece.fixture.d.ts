/** What the tests use of the library under web-push, which brings no types. */
declare module "http_ece" {
  import type { ECDH } from "node:crypto";
  const ece: {
    encrypt(
      plain: Uint8Array,
      options: {
        readonly version: "aes128gcm";
        readonly privateKey: ECDH;
        readonly dh: string;
        readonly authSecret: string;
        readonly salt: string;
      },
    ): Buffer;
  };
  export default ece;
}
