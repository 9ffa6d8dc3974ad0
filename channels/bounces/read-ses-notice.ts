import type { Action, Notice } from "./notice.ts";

const MAX_RECIPIENTS = 100;

type Told = Readonly<Record<string, unknown>>;

/**
 * Amazon SES tells of bounces in JSON, also by mail through SNS (Amazon SES Developer Guide, "Amazon SNS notification contents").
 * undefined where the words are nothing of the kind; a complaint has no notices.
 */
export function readSesNotice(
  words: string,
): { readonly isComplaint: boolean; readonly notices: readonly Notice[] } | undefined {
  const outer = jsonIn(words);
  // SNS puts the notice into an envelope of its own, unless it is asked for raw messages.
  const inner = textOf(outer, "Message");
  const told = inner === "" ? outer : jsonIn(inner);
  const type = textOf(told, "notificationType") || textOf(told, "eventType");
  if (told === undefined || type === "") return undefined;
  if (type === "Complaint") return { isComplaint: true, notices: [] };
  if (type === "Delivery") return { isComplaint: false, notices: [notice(undefined, "delivered")] };
  const bounce = objectOf(told, "bounce");
  const recipients = (bounce?.["bouncedRecipients"] as unknown[] | undefined) ?? [];
  if (type !== "Bounce" || !Array.isArray(recipients)) return undefined;
  return {
    isComplaint: false,
    notices: recipients.slice(0, MAX_RECIPIENTS).map((one) => notice(one as Told, "failed")),
  };
}

function notice(recipient: Told | undefined, action: Action): Notice {
  return {
    recipient: textOf(recipient, "emailAddress"),
    action,
    status: textOf(recipient, "status"),
    command: "",
    text: textOf(recipient, "diagnosticCode").replace(/^smtp; ?/i, ""),
  };
}

/** The mail may end with how to leave the topic. */
function jsonIn(words: string): Told | undefined {
  const start = words.trimStart();
  if (!start.startsWith("{")) return undefined;
  for (const text of [start, start.slice(0, start.search(/\n\s*--\s*\n/))]) {
    try {
      const value: unknown = JSON.parse(text.replace(/\n/g, ""));
      if (typeof value === "object" && value !== null) return value as Told;
    } catch {
      // The other reading, or none.
    }
  }
  return undefined;
}

function objectOf(told: Told | undefined, name: string): Told | undefined {
  const value = told?.[name];
  return typeof value === "object" && value !== null ? (value as Told) : undefined;
}

function textOf(told: Told | undefined, name: string): string {
  const value = told?.[name];
  return typeof value === "string" ? value : "";
}
