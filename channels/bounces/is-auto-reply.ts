import type { ReadMail } from "./read-mail.ts";

const SUBJECTS =
  /^(?:re: ?)?(?:\[?auto(?:matic(?:ally)?|mated)?[ -:]?(?:reply|response|responder|antwort|generated reply)|autoreply|auto:|out of (?:the )?office|away\b|vacation|abwesen|absence|réponse automatique|respuesta autom|risposta automatica|resposta autom|自動応答|自动回复|on (?:holiday|leave|vacation)|i am (?:away|out)|not in the office|automatische antwort)/i;
const DAEMONS = /mailer-?daemon|post-?master|mail ?delivery|mdaemon/i;

/** A machine that answers for a person: nothing went wrong (RFC 3834 §5, and what answered before it was written). */
export function isAutoReply({ header }: ReadMail): boolean {
  if (DAEMONS.test(header("from"))) return false;
  const type = header("content-type").toLowerCase();
  if (type.includes("report-type")) return false;
  const submitted = header("auto-submitted").toLowerCase();
  return (
    submitted.startsWith("auto-replied") ||
    /^(?:oof|all)/i.test(header("x-auto-response-suppress")) ||
    header("x-autoreply") !== "" ||
    header("x-autorespond") !== "" ||
    header("x-auto-reply-from") !== "" ||
    /auto_?reply|vacation/i.test(`${header("precedence")} ${header("x-precedence")} ${header("x-mailer")}`) ||
    SUBJECTS.test(header("subject"))
  );
}
