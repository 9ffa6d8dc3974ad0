import { err, ok, type Result } from "#kernel/result.ts";

/** Services that browsers subscribe at: Chrome and its kin, Firefox, Safari, Edge on Windows. A name with a dot before it stands for what is below it. */
const KNOWN = ["fcm.googleapis.com", ".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"];

/** What the operator allows beside the known services: origins, written as a browser writes them. */
export type PushServices = ReadonlySet<string>;

export type EndpointRefusal = "too_long" | "not_an_endpoint" | "unknown_service";

const MAX_LENGTH = 1_024;
/** What a browser never puts into an endpoint, and what makes two readers read two addresses. */
const STRANGE = /[^\x21-\x7e]|[\\#"<>^`{|}]/;

/**
 * Whether a push message may be posted to what a browser, or somebody who pretends to be one, named as its endpoint
 * (RFC 8030 §4). Known services only, over https, at their own port: nobody can name a machine of ours or of a third party
 * (OWASP, Server Side Request Forgery Prevention: an allow-list where the partners are known). Origins that the operator
 * names are believed as they are.
 */
export function checkEndpoint(raw: string, services: PushServices = new Set()): Result<URL, EndpointRefusal> {
  if (raw.length > MAX_LENGTH) return err("too_long");
  if (STRANGE.test(raw) || !URL.canParse(raw)) return err("not_an_endpoint");
  const url = new URL(raw);
  // What the parser had to put right was no browser's: a port that is the scheme's own, dots in a path, capitals in a host.
  if (url.href !== raw || url.username !== "" || url.password !== "") return err("not_an_endpoint");
  if (url.pathname.length < 2) return err("not_an_endpoint");
  if (services.has(url.origin)) return ok(url);
  const isKnown = KNOWN.some((name) => (name.startsWith(".") ? url.hostname.endsWith(name) : url.hostname === name));
  return url.protocol === "https:" && url.port === "" && isKnown ? ok(url) : err("unknown_service");
}
