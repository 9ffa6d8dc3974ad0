import { callData } from "#calls/personal-data.ts";
import { clickData } from "#clicks/personal-data.ts";
import { accountData } from "#customers/accounts/personal-data.ts";
import { customerData } from "#customers/personal-data/customer-data.ts";
import { householdData } from "#customers/households/personal-data.ts";
import { formData } from "#customers/forms/personal-data.ts";
import { postalData } from "#customers/postal/personal-data.ts";
import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import { pushData } from "#customers/push/personal-data.ts";
import { ownData } from "#me/site/personal-data.ts";
import { messageData } from "#messages/personal-data.ts";
import { outboundData } from "#outbound/personal-data.ts";
import { scoreData } from "#predict/personal-data.ts";
import { segmentData } from "#segments/personal-data.ts";

/** What each area holds about a customer. Her sessions end first; clicks are found by messages, so they go before them. */
export const personalData: readonly PersonalData[] = [
  ownData,
  pushData,
  outboundData,
  clickData,
  messageData,
  segmentData,
  scoreData,
  formData,
  callData,
  accountData,
  householdData,
  postalData,
  customerData,
];
