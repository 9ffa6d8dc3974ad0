import { createHash } from "node:crypto";
import { err, ok } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import { smallHtml } from "#templates/small-html.ts";
import type { Composer } from "./composer.ts";
import { decideSmallFirst, isSmallFirst } from "./small-first.ts";
import { waysToLeave } from "./ways-to-leave.ts";

/** E-mail: HTML and text with the vendor's name, and for marketing the ways to leave (RFC 2369, RFC 8058). */
export function emailComposer({
  store,
  unsubscribeMailbox,
}: {
  readonly store: Pick<Store, "read">;
  /** Where a mail takes a reader off as well, beside the link: a mailbox of the vendor. */
  readonly unsubscribeMailbox?: string | undefined;
}): Composer {
  return {
    decide: (messages) => decideSmallFirst({ store }, messages),
    compose: ({ frame, message, template, view, own }) => {
      const merged = template.mergeEmail(view);
      if (!merged.ok) return err("nothing_to_say");
      const { subject, text } = merged.value;
      const html = isSmallFirst(own) ? smallHtml(merged.value) : merged.value.html;
      const { sender } = frame;
      const isMarketing = frame.messageClass === "marketing";
      return ok({
        bodyHash: createHash("sha256")
          .update(subject)
          .update("\0")
          .update(html)
          .update("\0")
          .update(text)
          .digest("base64url"),
        content: {
          kind: "email",
          from: { name: sender.fromName, address: sender.fromAddress },
          ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
          subject,
          html,
          text,
          ...(isMarketing ? waysToLeave(view.unsubscribeUrl, unsubscribeMailbox) : {}),
          ...(isMarketing ? { listId: `${frame.code}.${sender.domain}` } : {}),
          // The occurrence is the same for all its readers, so the field names no person.
          feedbackId: `${frame.code}.${message.occurrenceOn}:${frame.messageClass}:jumpstation`,
        },
      });
    },
  };
}
