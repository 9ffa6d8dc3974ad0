import type { PostRequest } from "#channels/post-request.ts";
import { boundedStream } from "#web/outgoing/bounded-stream.ts";
import { isPublicAddress } from "#web/outgoing/public-address.ts";
import type { Transport } from "#web/outgoing/transport.ts";

/** How a channel's requests leave over a runtime's transport: to public addresses, or to an origin that the operator named. */
export function providerPoster(transport: Transport, trustedOrigins: ReadonlySet<string>): PostRequest {
  return async ({ url, method = "POST", headers, body, signal, maxAnswerBytes, onLeaving }) => {
    const mayConnect = trustedOrigins.has(url.origin) ? () => true : isPublicAddress;
    const answer = await transport({ url, method, headers, body, signal, mayConnect, onLeaving });
    return { status: answer.status, headers: answer.headers, text: await readText(answer.body, maxAnswerBytes) };
  };
}

async function readText(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string> {
  if (maxBytes > 0) {
    return new Response(boundedStream({ body, maxBytes, why: () => "broken", onEnd: () => undefined })).text();
  }
  await body?.cancel().catch(() => undefined);
  return "";
}
