/** Ids, codes and numbers; never an address, a name, a body or an amount. */
export type LogDetail = Readonly<Record<string, string | number>>;
export type Log = (event: string, detail: LogDetail) => void;
export type LogLevel = "info" | "warn" | "error";

/** Events after which somebody should look; by their names, so that one word decides it everywhere. */
const ERRORS = /(?:_failed|_lost|_unreadable)$|^(?:unhandled|not_started|dead_letter|breaker_open)$/;
const WARNINGS =
  /^(?:jumpstation|prediction_drift_alarm|planner_breaker|click_unreadable|files_without_mapping|stream_throttled)$|_slow$/;

export function levelOf(event: string): LogLevel {
  if (WARNINGS.test(event)) return "warn";
  return ERRORS.test(event) ? "error" : "info";
}

/** One JSON object a line: time, level and event first, whatever the detail calls its own fields. */
export function logLine(at: number, event: string, detail: LogDetail): string {
  const head = { time: new Date(at).toISOString(), level: levelOf(event), event };
  return JSON.stringify({ ...head, ...detail, ...head });
}
