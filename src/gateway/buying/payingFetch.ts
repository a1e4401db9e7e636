import type { PaymentPolicy } from "@x402/core/client";
import { x402Client } from "@x402/core/client";
import { appendPaymentIdentifierToExtensions, PAYMENT_IDENTIFIER } from "@x402/extensions/payment-identifier";
import { wrapFetchWithPayment } from "@x402/fetch";
import { getAddress } from "ethers";
import { signerOf, type Client } from "../../sdk/core/client.js";
import { ExactClient } from "./exactClient.js";
import { MemoryLedger, type SpendingLedger } from "./spending.js";

/** What may be spent. Amounts in base units of SCV. */
export interface SpendingRules {
  maxPerPayment: bigint;
  /** In 24 hours. */
  maxPerDay: bigint;
  /** Seconds for which a signed payment may count, 3,600 unless told: the seller proposes them. */
  maxTimeout?: number;
  /** Needed when several processes share the limit. */
  ledger?: SpendingLedger;
  /** Used instead of the global one. */
  fetch?: typeof fetch;
}

/**
 * A `fetch` that pays what it is asked for with status 402, in SCV of this system and within the rules; else it fails and signs nothing.
 * @throws ServiceCoinError `NoSigner`
 */
export function payingFetch(client: Client, rules: SpendingRules): typeof fetch {
  signerOf(client);
  const { maxPerPayment, maxPerDay, maxTimeout = 3600, ledger = new MemoryLedger(maxPerDay) } = rules;
  const network = `eip155:${String(client.chainId)}` as const;
  const asset = getAddress(client.addresses.ServiceCoin);
  const onlyAuthorizations: PaymentPolicy = (_version, offers) =>
    offers.filter(
      ({ scheme, asset: offered, extra, maxTimeoutSeconds }) =>
        scheme === "exact" &&
        // The official controls always allow the assets that they know.
        offered.toLowerCase() === asset.toLowerCase() &&
        (extra["assetTransferMethod"] ?? "eip3009") === "eip3009" &&
        extra["name"] === "ServiceCoin" &&
        extra["version"] === "1" &&
        maxTimeoutSeconds <= maxTimeout,
    );
  const payer = x402Client.fromConfig({
    schemes: [{ network, client: new ExactClient(client) }],
    // Assets that the official client knows are dollars, and none of them is meant here.
    spendControls: {
      maxAmountPerPayment: "$0",
      allowedAssets: [{ network, asset, maxAmountPerPayment: String(maxPerPayment) }],
    },
    policies: [onlyAuthorizations],
  });
  payer.onBeforePaymentCreation(async ({ selectedRequirements }) => {
    const within = await ledger.take(BigInt(selectedRequirements.amount));
    return within ? undefined : { abort: true, reason: "it is more than may be spent in a day" };
  });
  payer.onPaymentCreationFailure(async ({ selectedRequirements }) => {
    await ledger.giveBack(BigInt(selectedRequirements.amount));
  });
  payer.registerExtension({
    key: PAYMENT_IDENTIFIER,
    // It is not on the chain, and so proves to the seller who paid.
    enrichPaymentPayload: (payload) =>
      Promise.resolve({ ...payload, extensions: appendPaymentIdentifierToExtensions({ ...payload.extensions }) }),
  });
  return wrapFetchWithPayment(rules.fetch ?? fetch, payer);
}
