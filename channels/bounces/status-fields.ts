/** Fields of one group, names in lower case, the first of a name. */
export type Fields = ReadonlyMap<string, string>;

const MAX_GROUPS = 200;

/**
 * Groups of fields apart by blank lines, as a message/delivery-status and a message/feedback-report are written (RFC 3464 §2.1,
 * RFC 5965 §3.1). Folded lines are joined by a blank; a line that is no field is part of the one before it.
 */
export function readFieldGroups(text: string): readonly Fields[] {
  const groups: Map<string, string>[] = [];
  for (const block of text.split(/\n[ \t]*\n/).slice(0, MAX_GROUPS)) {
    const fields = new Map<string, string>();
    let last = "";
    for (const line of block.split("\n")) {
      const found = /^([A-Za-z][\w-]{1,60}):[ \t]*(.*)$/.exec(line);
      const [, name = "", value = ""] = found ?? [];
      if (found !== null) last = name.toLowerCase();
      // Some servers leave out the blank line between two recipients.
      if (found !== null && last === "final-recipient" && fields.has(last)) {
        groups.push(new Map(fields));
        fields.clear();
      }
      if (found !== null && !fields.has(last)) fields.set(last, value.trim());
      else if (found === null && last !== "" && line.trim() !== "") {
        fields.set(last, `${fields.get(last) ?? ""} ${line.trim()}`.trim());
      }
    }
    if (fields.size > 0) groups.push(fields);
  }
  return groups;
}

/** The address of "rfc822; reader@mail.example", "" for another type or none (RFC 3464 §2.3.1). */
export function addressOf(field: string | undefined): string {
  const found = /<?([^\s<>;,"]{1,200}@[^\s<>;,"]{1,200}?)>?\s*$/.exec((field ?? "").slice(0, 600));
  return found?.[1] ?? "";
}
