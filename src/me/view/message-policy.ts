/**
 * What a message may do in a browser. Mail is laid out by style attributes, which neither a nonce nor a hash can allow one by
 * one, so inline style is allowed and everything else is taken away: no script, no form, no frame, pictures only, and the
 * sandbox gives the page an origin of its own, so that nothing that a template smuggled in could reach a cookie of ours.
 */
export function messagePolicy(publicUrl: string, frameAncestors: "'none'" | "'self'"): string {
  return [
    "default-src 'none'",
    `img-src https: data: ${new URL(publicUrl).origin}`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors}`,
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
  ].join("; ");
}
