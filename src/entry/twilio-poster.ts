import type { PostTwilio } from "#channels/sms/twilio/twilio-channel.ts";
import { boundedStream } from "#web/outgoing/bounded-stream.ts";
import { isPublicAddress } from "#web/outgoing/public-address.ts";
import type { Transport } from "#web/outgoing/transport.ts";

/** An answer is a message's resource: some hundred bytes. */
const MAX_BYTES = 64 * 1024;

export type TwilioLine = {
  readonly transport: Transport;
  /** Where Twilio is reached; absent: as its client says. */
  readonly baseUrl?: string | undefined;
  readonly trustedOrigins: ReadonlySet<string>;
};

/** How texts leave over a runtime's transport: to public addresses, or to an origin that the operator named. */
export function twilioPoster({ transport, baseUrl, trustedOrigins }: TwilioLine): PostTwilio {
  return async ({ url, method, headers, body, signal, onLeaving }) => {
    const to = baseUrl === undefined ? url : new URL(`${url.pathname}${url.search}`, baseUrl);
    const mayConnect = trustedOrigins.has(to.origin) ? () => true : isPublicAddress;
    const answer = await transport({ url: to, method, headers, body, signal, mayConnect, onLeaving });
    const bounded = boundedStream({
      body: answer.body,
      maxBytes: MAX_BYTES,
      why: () => "broken",
      onEnd: () => undefined,
    });
    return { status: answer.status, headers: answer.headers, body: await new Response(bounded).text() };
  };
}
