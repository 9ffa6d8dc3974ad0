import type { Timer } from "#kernel/clock.ts";
import { readBody } from "#web/read-body.ts";

/** What a post to an unsubscribe address asks for; undefined where it asks for nothing that is known here. */
export type LeaveRequest = { readonly kind: "one-click" | "one" | "all" };

const MAX_BYTES = 8_192;
const TIMEOUT_MS = 10_000;

/**
 * RFC 8058 §3.2: `List-Unsubscribe=One-Click`, as a form of either kind, without cookie, sign-in or origin; or the field of
 * our own page's buttons.
 */
export async function readLeave(request: Request, timer: Timer): Promise<LeaveRequest | undefined> {
  const body = await readBody(request, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, timer });
  if (!body.ok) return undefined;
  const type = request.headers.get("content-type") ?? "";
  const fields = await parse(body.value, type);
  if (fields?.get("List-Unsubscribe") === "One-Click") return { kind: "one-click" };
  const leave = fields?.get("leave");
  return leave === "one" || leave === "all" ? { kind: leave } : undefined;
}

async function parse(
  bytes: Uint8Array,
  type: string,
): Promise<{ get(name: string): FormDataEntryValue | null } | undefined> {
  if (/^application\/x-www-form-urlencoded\b/i.test(type))
    return new URLSearchParams(Buffer.from(bytes).toString("utf8"));
  if (!/^multipart\/form-data\b/i.test(type)) return undefined;
  try {
    return await new Response(Uint8Array.from(bytes), { headers: { "content-type": type } }).formData();
  } catch {
    // A multipart body without its boundary, or cut short: it asks for nothing.
    return undefined;
  }
}
