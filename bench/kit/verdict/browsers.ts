/**
 * Headers as browsers send them with a page that somebody opens. Sec-Fetch-*: W3C Fetch Metadata; client hints: RFC 8942 and
 * the reduced agents of Chromium 110 and later; Safari sends Sec-Fetch-* from 16.4 on, without -User.
 */
export type Headers = Readonly<Record<string, string>>;

/** From where the page was opened: a mail program, a page with mail in it, or a gateway that passed the reader on. */
export type Arrival = { readonly site: "none" | "cross-site"; readonly referer?: string };

export const fromApp: Arrival = { site: "none" };

export function fromPage(referer: string): Arrival {
  return { site: "cross-site", referer };
}

const ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

const systems = {
  Windows: "Windows NT 10.0; Win64; x64",
  macOS: "Macintosh; Intel Mac OS X 10_15_7",
  Linux: "X11; Linux x86_64",
  "Chrome OS": "X11; CrOS x86_64 14541.0.0",
  Android: "Linux; Android 10; K",
} as const;

export type System = keyof typeof systems;

export type Chromium = {
  readonly system: System;
  readonly version: number;
  readonly language: string;
  readonly arrival?: Arrival;
  /** "Google Chrome" where it is left out */
  readonly brand?: string;
  /** What stands after the agent's Safari/537.36. */
  readonly suffix?: string;
};

export function chromium({ system, version, language, arrival = fromApp, brand, suffix = "" }: Chromium): Headers {
  const mobile = system === "Android";
  const name = brand ?? "Google Chrome";
  return {
    "user-agent": `Mozilla/5.0 (${systems[system]}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 ${mobile ? "Mobile " : ""}Safari/537.36${suffix}`,
    accept: ACCEPT,
    "accept-language": language,
    "sec-ch-ua": `"${name}";v="${version}", "Chromium";v="${version}", "Not_A Brand";v="24"`,
    "sec-ch-ua-mobile": mobile ? "?1" : "?0",
    "sec-ch-ua-platform": `"${system}"`,
    "upgrade-insecure-requests": "1",
    ...fetched(arrival),
    "sec-fetch-user": "?1",
  };
}

export function firefox(
  system: "Windows" | "macOS" | "Linux" | "Android",
  { version, language, arrival = fromApp }: { version: number; language: string; arrival?: Arrival },
): Headers {
  const systemName = {
    Windows: "Windows NT 10.0; Win64; x64",
    macOS: "Macintosh; Intel Mac OS X 10.15",
    Linux: "X11; Linux x86_64",
    Android: "Android 14; Mobile",
  }[system];
  const engine = system === "Android" ? `${version}.0` : "20100101";
  return {
    "user-agent": `Mozilla/5.0 (${systemName}; rv:${version}.0) Gecko/${engine} Firefox/${version}.0`,
    accept: ACCEPT,
    "accept-language": language,
    "upgrade-insecure-requests": "1",
    ...fetched(arrival),
    "sec-fetch-user": "?1",
  };
}

export function safari(
  machine: "iPhone" | "iPad" | "Mac",
  { version, language, arrival = fromApp }: { version: string; language: string; arrival?: Arrival },
): Headers {
  // From version 26 on the agent names the last system of the old numbering.
  const system = Number(version) >= 26 ? "18_6" : version.replace(".", "_");
  const place = {
    iPhone: `iPhone; CPU iPhone OS ${system} like Mac OS X`,
    iPad: `iPad; CPU OS ${system} like Mac OS X`,
    Mac: "Macintosh; Intel Mac OS X 10_15_7",
  }[machine];
  const tail = machine === "Mac" ? "Safari/605.1.15" : "Mobile/15E148 Safari/604.1";
  const sendsFetch = Number(version) >= 16.4;
  return {
    "user-agent": `Mozilla/5.0 (${place}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} ${tail}`,
    accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": language,
    ...(sendsFetch ? fetched(arrival) : refererOf(arrival)),
  };
}

/** A page inside an app: no Safari in the agent on iOS, the app's package on Android. */
export function webView(system: "iOS" | "Android", { language, app }: { language: string; app: string }): Headers {
  const agent =
    system === "iOS"
      ? `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 ${app}`
      : "Mozilla/5.0 (Linux; Android 14; SM-A546B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/143.0.7499.34 Mobile Safari/537.36";
  return {
    "user-agent": agent,
    accept: ACCEPT,
    "accept-language": language,
    ...fetched(fromApp),
    ...(system === "Android" ? { "x-requested-with": app, "sec-fetch-user": "?1" } : {}),
  };
}

/** A browser that sends nothing but its name, and perhaps a language: old ones, small ones, and those behind a filter. */
export function plainBrowser(agent: string, language?: string): Headers {
  return {
    ...(agent === "" ? {} : { "user-agent": agent }),
    accept: "text/html,*/*;q=0.1",
    ...(language === undefined ? {} : { "accept-language": language }),
  };
}

/** Without the named headers: what privacy tools and filtering proxies leave. */
export function without(headers: Headers, names: RegExp): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.test(name)));
}

function fetched(arrival: Arrival): Headers {
  return {
    "sec-fetch-site": arrival.site,
    "sec-fetch-mode": "navigate",
    "sec-fetch-dest": "document",
    ...refererOf(arrival),
  };
}

function refererOf({ referer }: Arrival): Headers {
  return referer === undefined ? {} : { referer };
}
