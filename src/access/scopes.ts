/** Everything that a caller may be allowed to do. An operation names one of these, or "public". */
export const scopeWords = {
  ingest: "Send facts: identify, track, page, screen, group, alias, batch. May stand in public pages",
  "ingest:trusted":
    "With ingest, on a server only: report orders, returns, registrations and calls, change profiles and addresses, and grant consent of customers who are known",
  "customers:read": "Read profiles, facts, consent and suppressions",
  "customers:write":
    "Change profiles, record facts and consent, merge customers, suppress addresses, declare attributes",
  "customers:erase": "Erase customers everywhere, for good",
  "calls:handle":
    "Serve callers: look one up, see what is released to agents, note calls, fill in forms, change preferences, opt out",
  "catalogue:read": "Read product sets, rules and templates",
  "catalogue:write": "Change product sets, rules and templates",
  "messages:read": "Read newsletters, plans, messages and results",
  "messages:write": "Change newsletters; stop, pause and resume them; send tests",
  "messages:report": "Hand in bounces and complaints that came by mail. On a mail server only",
  "messages:send": "Send transactional messages to customers and to bare addresses; cancel them. On a server only",
  "predictions:read": "Read predictions, their models and rules, and what they say of customers",
  "predictions:write": "Declare predictions, train them, choose their models; change rules over them",
  "settings:read": "Read the vendor's own settings",
  "settings:write": "Change the vendor's own settings",
  "keys:manage": "Create, list and revoke API keys",
  "operators:manage": "Add operators, change their roles, set their passwords and with that end their sessions",
  "audit:read": "Read the audit log",
  "webhooks:read": "Read webhook endpoints and what was delivered to them",
  "webhooks:manage": "Make, change, try and replay webhook endpoints",
  export: "Export customers, events, purchases, messages, clicks, consents and scores by code",
  "export:personal": "With export: names, addresses, birth dates, properties and wordings beside the codes",
  "metrics:read": "Read the numbers that monitoring collects",
} as const;

export type Scope = keyof typeof scopeWords;

export const scopeNames = Object.keys(scopeWords) as readonly Scope[];

export function isScope(text: string): text is Scope {
  return Object.hasOwn(scopeWords, text);
}

export type Role = "agent" | "viewer" | "editor" | "owner";

const reading = scopeNames.filter((scope) => scope.endsWith(":read") && scope !== "audit:read");

/** What an operator may do by her role. Each from the viewer on holds all that the one before it holds; an agent serves callers and sees nothing else. */
export const roleScopes: Readonly<Record<Role, readonly Scope[]>> = {
  agent: ["calls:handle"],
  viewer: reading,
  editor: [
    ...reading,
    "calls:handle",
    "ingest:trusted",
    "customers:write",
    "catalogue:write",
    "messages:write",
    "predictions:write",
  ],
  owner: scopeNames,
};

export function scopesOfRole(role: string): readonly Scope[] {
  return Object.hasOwn(roleScopes, role) ? roleScopes[role as Role] : [];
}
