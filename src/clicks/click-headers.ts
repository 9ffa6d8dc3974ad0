/** The headers that the verdict reads (tracking/signals.ts). Nothing else of a request is kept. */
const KEPT = [
  "user-agent",
  "accept",
  "accept-language",
  "purpose",
  "sec-purpose",
  "x-moz",
  "x-purpose",
  "sec-fetch-mode",
  "sec-fetch-site",
  "sec-fetch-dest",
  "sec-fetch-user",
  "sec-ch-ua",
  "sec-ch-ua-mobile",
  "sec-ch-ua-platform",
  "sec-ch-ua-form-factors",
  "sec-ch-ua-model",
  "sec-gpc",
  "dnt",
  "referer",
] as const;

const MAX_LENGTH = 1_024;

/** `header` gives a header by lower-case name, as Node's plain object or the Fetch API's Headers do. */
export function keptHeaders(header: (name: string) => string | null | undefined): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    const value = header(name);
    if (value !== undefined && value !== null)
      kept[name] = value.length > MAX_LENGTH ? value.slice(0, MAX_LENGTH) : value;
  }
  return kept;
}
