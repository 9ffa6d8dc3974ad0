import { MAX_ANSWER_BYTES, type PostEmail } from "#channels/email-http/post-email.ts";
import { boundedStream } from "#web/outgoing/bounded-stream.ts";
import { isPublicAddress } from "#web/outgoing/public-address.ts";
import type { Transport } from "#web/outgoing/transport.ts";

/** How e-mails leave over HTTPS: to public addresses, or to an origin that the operator named. */
export function emailPoster(transport: Transport, trustedOrigins: ReadonlySet<string>): PostEmail {
  return async ({ url: address, headers, body, signal, onLeaving }) => {
    const url = new URL(address);
    const mayConnect = trustedOrigins.has(url.origin) ? () => true : isPublicAddress;
    const answer = await transport({ url, method: "POST", headers, body, signal, mayConnect, onLeaving });
    const bounded = boundedStream({
      body: answer.body,
      maxBytes: MAX_ANSWER_BYTES,
      why: () => "broken",
      onEnd: () => undefined,
    });
    return { status: answer.status, headers: answer.headers, text: await new Response(bounded).text() };
  };
}
