import { z } from "zod";
import { registeredDomain } from "#channels/email-address.ts";

const domain = z
  .string()
  .refine((text) => registeredDomain(text) === text, "a domain in lower case, A-labels if international");

/** How messages reach the mail server. Parsed once, at the start; the documentation page is made from the descriptions. */
export const smtpSettings = z
  .object({
    host: z.string().min(1).max(253).describe("Name of the mail server, as its certificate says it."),
    port: z.int().min(1).max(65_535).default(587).describe("587 for STARTTLS, 465 for TLS from the first byte."),
    security: z
      .enum(["starttls", "tls", "none"])
      .default("starttls")
      .describe(
        "starttls: refuses a server that does not offer it. tls: encrypted from the first byte. none: only for a server on the same machine or network; no password is sent over it.",
      ),
    username: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .describe("Account at the mail server; leave out if it asks for none."),
    password: z.string().min(1).max(4_096).optional().describe("Password of the account.").meta({ secret: true }),
    certificateAuthority: z
      .string()
      .startsWith("-----BEGIN CERTIFICATE-----")
      .optional()
      .describe("PEM of the authority that signed the server's certificate, where it is not a public one."),
    clientName: domain.describe("What this machine calls itself in EHLO: its own name in the DNS."),
    connections: z.int().min(1).max(100).default(5).describe("Connections at once."),
    messagesPerConnection: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .describe("Messages after which a connection is replaced."),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(600_000)
      .default(60_000)
      .describe("How long the server may stay silent before a try is given up, in ms."),
  })
  .refine((settings) => (settings.username === undefined) === (settings.password === undefined), {
    path: ["password"],
    message: "username and password come together",
  })
  .refine((settings) => settings.password === undefined || settings.security !== "none", {
    path: ["security"],
    message: "a password needs an encrypted connection",
  });

export type SmtpSettings = z.infer<typeof smtpSettings>;
