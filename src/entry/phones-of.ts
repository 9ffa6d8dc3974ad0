import { countSegments } from "#channels/sms/count-segments.ts";
import type { Phones } from "#console/console-deps.ts";
import { receiveText } from "#messages/sms/replies/receive-text.ts";
import type { Ring } from "./compose-ring.ts";
import { receiveDepsOf } from "./mount-callbacks.ts";
import type { SmsLine } from "./sms-of.ts";

/** The telephones page's content, where texts go to memory; what is written back goes the way of every answer. */
export function phonesOf(ring: Ring, sms: SmsLine | undefined): Phones | undefined {
  const phone = sms?.phone;
  if (phone === undefined) return undefined;
  const deps = receiveDepsOf(ring);
  return {
    ...phone,
    writeBack: async ({ from, to, text }) => {
      const sid = ring.customers.ids.next("text");
      const answer = await receiveText(deps, { sid, from, to, text });
      if (answer === undefined) return;
      const { encoding, segments } = countSegments(answer);
      const date = ring.customers.clock.now();
      phone.receive({ messageNumber: 0, key: sid, from: to, to: from, text: answer, encoding, segments, date });
    },
  };
}
