type Given = Readonly<Record<string, string | undefined>>;

/** What the words of the environment, each good by itself, get wrong together; in the form "NAME: what to do". */
export function faultsTogether(given: Given): readonly string[] {
  return [
    ...addressFaults(given),
    ...mailFaults(given),
    ...secondFaults(given),
    ...printFaults(given),
    ...rootFaults(given),
    ...pairFaults(given),
  ];
}

function addressFaults({ PUBLIC_URL: publicUrl = "", SMTP_HOST: smtpHost, SMTP_SECURITY: security }: Given): string[] {
  if (URL.canParse(publicUrl) && new URL(publicUrl).protocol === "http:" && !isLoopback(publicUrl)) {
    return [
      "PUBLIC_URL: Set it to an https:// origin: links, sign-in and cookies of readers elsewhere must not travel in the clear. http is only for 127.0.0.1.",
    ];
  }
  // A mail server that is spoken to in the clear stands beside this one: mail stays here, and so may its links.
  const isMailForOthers = smtpHost !== undefined && security !== "none";
  return isMailForOthers && (publicUrl === "" || isLoopback(publicUrl))
    ? [
        "PUBLIC_URL: Set it to the https:// origin under which readers reach this server: SMTP_HOST sends them its links.",
      ]
    : [];
}

function mailFaults(given: Given): string[] {
  if (given["RESEND_API_KEY"] !== undefined) {
    return [
      ...(given["SMTP_HOST"] === undefined
        ? []
        : ["SMTP_HOST: Leave it out, or RESEND_API_KEY: e-mail leaves one way."]),
      ...missing(given, "SENDING_DOMAIN", "Set it to the domain that you send from, which is verified at Resend."),
    ];
  }
  if (given["SMTP_HOST"] === undefined) return [];
  return [
    ...missing(given, "SENDING_DOMAIN", "Set it to the domain that you send from, which SMTP_HOST may send for."),
    ...missing(given, "BOUNCE_DOMAIN", "Set it to the domain of yours whose mailbox takes the bounces of SMTP_HOST."),
  ];
}

/** A new root signs with link keys of its own: one number is never two keys. */
function rootFaults({ ROOT_KEY: root, ROOT_KEYS_OLD: old = "", LINK_KEY: link = "0" }: Given): string[] {
  const older = old
    .split(",")
    .filter((part) => part !== "")
    .map((part) => part.split("@"));
  const lasts = older.map(([, last = ""]) => Number(last));
  const isRising = lasts.every((last, index) => index === 0 || last > (lasts[index - 1] ?? 0));
  return [
    ...(older.some(([key]) => key === root)
      ? ["ROOT_KEYS_OLD: It names ROOT_KEY itself; only earlier ones stand there."]
      : []),
    ...(isRising && Number(link) > Math.max(-1, ...lasts)
      ? []
      : ["LINK_KEY: Raise it above the last number of each key in ROOT_KEYS_OLD, and those rise too."]),
  ];
}

/** A second without a first, or two seconds, would be passed over in silence. */
function secondFaults(given: Given): string[] {
  const isMailSet = given["RESEND_API_KEY"] !== undefined || given["SMTP_HOST"] !== undefined;
  const seconds = ["SECOND_SMTP_HOST", "SECOND_RESEND_API_KEY"].filter((name) => given[name] !== undefined);
  return [
    ...(isMailSet
      ? []
      : seconds.map((name) => `${name}: Set SMTP_HOST or RESEND_API_KEY too: a second needs a first.`)),
    ...(seconds.length < 2 ? [] : ["SECOND_SMTP_HOST: Leave it out, or SECOND_RESEND_API_KEY: there is one second."]),
    ...(given["SECOND_TWILIO_ACCOUNT_SID"] === undefined || given["TWILIO_ACCOUNT_SID"] !== undefined
      ? []
      : ["SECOND_TWILIO_ACCOUNT_SID: Set TWILIO_ACCOUNT_SID too: a second needs a first."]),
  ];
}

function printFaults(given: Given): string[] {
  return given["PRINT_VENDOR_URL"] === undefined || given["PRINT_FOLDER"] === undefined
    ? []
    : ["PRINT_FOLDER: Leave it out, or PRINT_VENDOR_URL: letters leave one way."];
}

const pairs = [
  ["DKIM_SELECTOR", "DKIM_PRIVATE_KEY"],
  ["SMTP_USERNAME", "SMTP_PASSWORD"],
  ["RESEND_API_KEY", "RESEND_WEBHOOK_SECRETS"],
  ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
  ["SECOND_SMTP_USERNAME", "SECOND_SMTP_PASSWORD"],
  ["SECOND_TWILIO_ACCOUNT_SID", "SECOND_TWILIO_AUTH_TOKEN"],
  ["PRINT_VENDOR_URL", "PRINT_VENDOR_KEY"],
  ["OPERATOR_EMAIL", "OPERATOR_PASSWORD"],
] as const;

/** One without the other would be passed over in silence: unsigned mail, a station without an operator. */
function pairFaults(given: Given): string[] {
  return pairs.flatMap(([one, other]) => [
    ...(given[one] === undefined ? [] : missing(given, other, `Set it too, or leave ${one} out.`)),
    ...(given[other] === undefined ? [] : missing(given, one, `Set it too, or leave ${other} out.`)),
  ]);
}

function missing(given: Given, name: string, whatToDo: string): string[] {
  return given[name] === undefined ? [`${name}: ${whatToDo}`] : [];
}

/** RFC 6761 §6.3 and RFC 1122 §3.2.1.3: nobody else reaches these. */
function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /^(127(\.\d+){3}|\[::1\]|localhost|.+\.localhost)$/.test(hostname);
}
