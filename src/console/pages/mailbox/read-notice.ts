import { z } from "zod";

/** What the service worker reads out of a payload (channels/webpush/notice.ts writes it). */
const payloadSchema = z.object({ t: z.string(), b: z.string(), l: z.string(), p: z.string() });

export type ReadNotice = {
  readonly title: string;
  readonly body: string;
  readonly language: string;
  /** Where a press leads, on our own origin; empty: her own page. */
  readonly path: string;
};

/** A payload as its browser reads it. */
export function readNotice(payload: string): ReadNotice {
  const { t: title, b: body, l: language, p: path } = payloadSchema.parse(JSON.parse(payload));
  return { title, body, language, path };
}
