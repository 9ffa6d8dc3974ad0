import { z } from "zod";
import { codeText } from "./schemas.ts";

/** An address over a channel. It stands in a body and never in a URL, where logs would keep it. */
export const addressBody = z.strictObject({
  channel: z.enum(["email", "sms", "voice"]),
  address: codeText.max(254),
  scope: z.string().max(100).default("").describe('"" is every marketing programme; otherwise a newsletter code.'),
});
