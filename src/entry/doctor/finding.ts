/** What one look of the doctor's found. It never holds a secret: values are named, not shown. */
export type Finding = {
  /** Which check it is of: spf, dkim, disk, … */
  readonly check: string;
  readonly state: "ok" | "warning" | "error" | "not_checked";
  /** What is so. */
  readonly says: string;
  /** What to do about it. */
  readonly advice?: string;
};

export function fine(check: string, says: string): Finding {
  return { check, state: "ok", says };
}

/** It works, and somebody should know. */
export function warning(check: string, says: string, advice: string): Finding {
  return { check, state: "warning", says, advice };
}

/** Something is not sent, not received or not safe before this is mended. */
export function wrong(check: string, says: string, advice: string): Finding {
  return { check, state: "error", says, advice };
}

/** Nobody looked, or nobody answered: neither good nor bad. */
export function notChecked(check: string, says: string, advice?: string): Finding {
  return { check, state: "not_checked", says, ...(advice === undefined ? {} : { advice }) };
}
