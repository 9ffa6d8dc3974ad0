/**
 * The HTML of a message for a frame of ours: under its own policy, with links that open beside the console and never in it.
 */
export function framedMessage(html: string, policy: string, status: 200 | 404 = 200): Response {
  return new Response(withOwnWindow(html), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
      "content-security-policy": policy,
      "cross-origin-opener-policy": "unsafe-none",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    },
  });
}

function withOwnWindow(html: string): string {
  const target = '<base target="_blank">';
  const head = /<head[^>]*>/i.exec(html);
  return head === null ? `${target}${html}` : html.replace(head[0], `${head[0]}${target}`);
}
