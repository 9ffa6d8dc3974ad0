const SAFE = new Set(["GET", "HEAD"]);

/**
 * True where a request with a session cookie may act: it only reads, or the page that sent it is our own. An absent or "null"
 * Origin is not ours: every browser that an operator can use sends it with POST, PUT, PATCH and DELETE.
 */
export function isSameOrigin(request: Request, publicUrl: string): boolean {
  return SAFE.has(request.method) || request.headers.get("origin") === new URL(publicUrl).origin;
}
