/** Who takes the mail of a domain, as its exchanges say. */
export type Receiver = {
  readonly name: string;
  /** Ends of the names of its mail exchanges. */
  readonly exchanges: readonly string[];
  /** Domains that are surely its own: what is taken where no name server answers. */
  readonly domains: readonly string[];
};

/**
 * The large ones, each with one judgement for all of its domains. Ends of exchanges: KumoMTA, policy-extras/shaping.toml and
 * community/shaping.toml (2026-08-04); Google Workspace and Gmail answer from common addresses, so they are one. The three sets
 * of Microsoft are two, as its postmaster pages part consumers from tenants.
 */
export const receivers: readonly Receiver[] = [
  {
    name: "google",
    exchanges: [".google.com", ".googlemail.com"],
    domains: ["gmail.com", "googlemail.com"],
  },
  {
    name: "outlook",
    exchanges: [".olc.protection.outlook.com"],
    domains: [
      "outlook.com",
      "hotmail.com",
      "live.com",
      "msn.com",
      "hotmail.co.uk",
      "hotmail.de",
      "hotmail.fr",
      "outlook.de",
    ],
  },
  { name: "microsoft365", exchanges: [".mail.protection.outlook.com", ".mx.microsoft"], domains: [] },
  {
    name: "yahoo",
    exchanges: [".yahoodns.net"],
    domains: ["yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "ymail.com", "rocketmail.com", "aol.com"],
  },
  { name: "yahoo-japan", exchanges: [".yahoo.co.jp"], domains: ["yahoo.co.jp"] },
  {
    name: "apple",
    exchanges: [".icloud.com", ".apple.com"],
    domains: ["icloud.com", "me.com", "mac.com"],
  },
  {
    name: "gmx",
    exchanges: [".gmx.net", ".web.de", ".kundenserver.de", ".ionos.com", ".perfora.net", ".mail.com"],
    domains: ["gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "mail.com"],
  },
  { name: "comcast", exchanges: [".comcast.net"], domains: ["comcast.net"] },
  { name: "orange", exchanges: [".orange.fr"], domains: ["orange.fr", "wanadoo.fr"] },
  { name: "t-online", exchanges: [".t-online.de"], domains: ["t-online.de"] },
  {
    name: "mimecast",
    exchanges: [".mimecast.com", ".mimecast.co.za", ".mimecast-offshore.com"],
    domains: [],
  },
  { name: "barracuda", exchanges: [".barracudanetworks.com"], domains: [] },
  { name: "netvigator", exchanges: [".netvigator.com"], domains: ["netvigator.com"] },
  { name: "kpn", exchanges: [".kpnmail.nl"], domains: ["kpnmail.nl"] },
  { name: "qq", exchanges: [".qq.com"], domains: ["qq.com", "foxmail.com"] },
  { name: "netease", exchanges: [".netease.com"], domains: ["163.com", "126.com"] },
];
