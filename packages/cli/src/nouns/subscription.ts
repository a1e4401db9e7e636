import {
  cancelSubscription,
  claimSubscription,
  openSubscription,
  readSubscription,
  refundSubscription,
  topUpSubscription,
} from "@servicecoin/sdk";
import { addAccrual } from "../deals/accrualCommands.js";
import { withExamples, type Noun } from "../command/noun.js";
import { addSubscriptionTerms, subscriptionOf } from "../deals/termsOptions.js";

/** Payments by the period. */
export const subscription: Noun = (subscription) => {
  withExamples(subscription, [
    "servicecoin subscription open 0x... 3 --period 30d --fund 9 --account 1",
    "servicecoin subscription open 0x... 3 --period 30d --periods 12 --fund 36 --account 1",
    "servicecoin subscription show 0x<deal>",
    "servicecoin subscription claim 0x<deal> --account 8",
    "servicecoin subscription claim-many 0x<deal> 0x<deal> --account 8",
    "servicecoin subscription cancel 0x<deal> --account 1",
  ]);
  addAccrual(subscription, {
    kind: "subscription",
    usage: "[payee] [price]",
    addTerms: addSubscriptionTerms,
    draft: subscriptionOf,
    read: readSubscription,
    open: openSubscription,
    topUp: topUpSubscription,
    claim: claimSubscription,
    cancel: cancelSubscription,
    refund: refundSubscription,
  });
};
