import type { PostPush } from "#channels/webpush/post-push.ts";
import { isPublicAddress } from "#web/outgoing/public-address.ts";
import type { Transport } from "#web/outgoing/transport.ts";

/** How push messages leave over a runtime's transport: to public addresses, or to an origin that the operator named. */
export function pushPoster(transport: Transport, trustedOrigins: ReadonlySet<string>): PostPush {
  return async ({ url, headers, body, signal, onLeaving }) => {
    const mayConnect = trustedOrigins.has(url.origin) ? () => true : isPublicAddress;
    const answer = await transport({ url, method: "POST", headers, body, signal, mayConnect, onLeaving });
    await answer.body?.cancel().catch(() => undefined);
    return { status: answer.status, headers: answer.headers };
  };
}
