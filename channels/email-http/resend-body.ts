import type { OutgoingMessage } from "#channels/channel.ts";
import { checkEmail, listHeaders } from "#channels/compose-email.ts";
import { headerText } from "#channels/mime/header-text.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { ComposeRefusal } from "#channels/compose-email.ts";

/** The tag under which a message's key comes back in every webhook. */
export const KEY_TAG = "message";

/**
 * The body of a request to send (Resend, API reference "Send Email"). A pure function of the message: under one Idempotency-Key
 * the provider takes the same bytes only. It signs, and makes Date and Message-ID, by itself.
 */
export function resendBody(message: OutgoingMessage, sendingDomain: string): Result<string, ComposeRefusal> {
  const checked = checkEmail(message);
  if (!checked.ok) return checked;
  const { content, key } = message;
  const { to, from } = checked.value;
  const name = headerText(content.from.name).replace(/["\\<>]/g, "");
  return ok(
    JSON.stringify({
      from: name === "" ? from : `"${name}" <${from}>`,
      to: [to],
      subject: headerText(content.subject),
      html: content.html,
      text: content.text,
      ...(content.replyTo === undefined ? {} : { reply_to: content.replyTo }),
      headers: Object.fromEntries(listHeaders(content, sendingDomain)),
      tags: [{ name: KEY_TAG, value: key }],
    }),
  );
}
