import type { SmtpCommand } from "./classify-diagnostic.ts";
import { commandIn, wordsAbout } from "./find-words.ts";
import type { Action, Notice } from "./notice.ts";
import { addressOf, type Fields, readFieldGroups } from "./status-fields.ts";

/** A report of more recipients than we ever write to at once is not about a message of ours. */
const MAX_RECIPIENTS = 100;

/** The groups of a delivery status (RFC 3464 §2.3), one notice for each recipient. */
export function readStatuses(text: string, words: string): readonly Notice[] {
  const groups = readFieldGroups(text).filter(isOfRecipient).slice(0, MAX_RECIPIENTS);
  return groups.map((fields) => noticeOf(fields, words, groups.length === 1));
}

function isOfRecipient(fields: Fields): boolean {
  const names = ["final-recipient", "original-recipient", "diagnostic-code", "action"];
  return names.filter((name) => fields.has(name)).length >= 2;
}

function noticeOf(fields: Fields, words: string, isAlone: boolean): Notice {
  const recipient = addressOf(fields.get("final-recipient")) || addressOf(fields.get("original-recipient"));
  const diagnostic = (fields.get("diagnostic-code") ?? "").replace(/^\s*[\w-]{1,40}\s*;\s*/, "");
  const isAgent = /^\s*x-unix\s*;/i.test(fields.get("diagnostic-code") ?? "");
  const status = fields.get("status") ?? "";
  const code = /[245]\.\d{1,3}\.\d{1,3}/.exec(status)?.[0] ?? "";
  const remark = /\(([^()]{1,200})/.exec(status)?.[1] ?? "";
  // What people are told is often more than what the fields hold, and says what command was answered.
  const around = isAlone ? words : wordsAbout(words, recipient);
  const said = [isAgent ? "x-unix" : "", remark, diagnostic].filter((part) => part !== "").join("\n");
  return {
    recipient,
    action: actionOf(fields.get("action") ?? "", code),
    status: code,
    command: commandOf(diagnostic, around),
    text: said === "" || isBare(diagnostic, remark) ? [said, around].join("\n") : said,
  };
}

/** "550" or "550 5.0.0" alone, or a phrase that every refusal has. */
function isBare(diagnostic: string, remark: string): boolean {
  return remark === "" && diagnostic.replace(/[\d.\s-]|<[^>]*>|#/g, "").length < 6;
}

function commandOf(diagnostic: string, around: string): SmtpCommand {
  return commandIn(diagnostic) || commandIn(around);
}

function actionOf(action: string, status: string): Action {
  const word = action.trim().toLowerCase();
  if (/^(?:delivered|relayed|expanded|deliverable)/.test(word)) return "delivered";
  if (word.startsWith("delayed")) return "delayed";
  return word === "" && status.startsWith("2.") ? "delivered" : "failed";
}
