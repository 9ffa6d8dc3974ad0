import { afterAll, beforeAll, describe } from "vitest";
import { bouncesSuite } from "./bounces.suite.ts";
import { outcomesSuite } from "./outcomes.suite.ts";
import { programmeSuite } from "./programme.suite.ts";
import { closeReceiver, openReceiver, type Receiver } from "./receiver.ts";
import { scoreSuite } from "./score.suite.ts";
import { hasMailServer } from "./start-mail-server.ts";
import { wordsSuite } from "./words.suite.ts";

describe.skipIf(!hasMailServer)(
  "through Postfix and Dovecot (packages postfix, dovecot-imapd, dovecot-lmtpd; root)",
  () => {
    let opened: Receiver | undefined;
    const receiver = () => {
      if (opened === undefined) throw new Error("The mail server is started before the first test.");
      return opened;
    };
    beforeAll(async () => {
      opened = await openReceiver();
    });
    afterAll(async () => {
      if (opened !== undefined) await closeReceiver(opened);
    });

    programmeSuite(receiver);
    wordsSuite(receiver);
    outcomesSuite(receiver);
    bouncesSuite(receiver);
    scoreSuite(receiver);
  },
);
