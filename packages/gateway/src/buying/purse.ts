import { x402Client } from "@x402/core/client";
import { encodePaymentSignatureHeader } from "@x402/core/http";
import type { PaymentRequired } from "@x402/core/types";
import { appendPaymentIdentifierToExtensions, PAYMENT_IDENTIFIER } from "@x402/extensions/payment-identifier";
import { getAddress } from "ethers";
import { type Client, ServiceCoinError } from "@servicecoin/sdk";
import { isLocalChain, withErrors } from "@servicecoin/sdk/internal";
import { ExactClient } from "./exactClient.js";
import { chooseOffer, type PricedPage } from "./offer.js";
import { findSellers } from "./sellers.js";
import type { SpendingLedger } from "./spending.js";

/** What may be spent, with everything decided. */
export interface PurseRules {
  maxPerPayment: bigint;
  maxPerDay: bigint;
  maxTimeout: number;
  ledger: SpendingLedger;
  onlyServices: boolean;
  approve: (page: PricedPage) => void | Promise<void>;
}

/** A signed payment for one page. */
export interface SignedPayment {
  page: PricedPage;
  /** Value of PAYMENT-SIGNATURE. */
  header: string;
  /** Milliseconds since 1970; then the chain refuses it. */
  until: number;
  /** Whether the seller can tell a repetition, and so runs nothing twice for it. */
  isRepeatable: boolean;
}

/** Signs payments within rules: the official client behind checks that say what is wrong. */
export class Purse {
  private readonly official: x402Client;

  constructor(
    private readonly client: Client,
    private readonly rules: PurseRules,
  ) {
    const network = `eip155:${String(client.chainId)}` as const;
    const asset = getAddress(client.addresses.ServiceCoin);
    this.official = x402Client.fromConfig({
      schemes: [{ network, client: new ExactClient(client, rules.maxTimeout) }],
      // Assets that the official client knows are dollars, and none of them is meant here.
      spendControls: {
        maxAmountPerPayment: "$0",
        allowedAssets: [{ network, asset, maxAmountPerPayment: String(rules.maxPerPayment) }],
      },
    });
    this.official.registerExtension({
      key: PAYMENT_IDENTIFIER,
      // It is not on the chain, and so proves to the seller who paid.
      enrichPaymentPayload: (payload) =>
        Promise.resolve({ ...payload, extensions: appendPaymentIdentifierToExtensions({ ...payload.extensions }) }),
    });
  }

  /**
   * Signs what a page asks for, if the rules allow it; else nothing is signed.
   * @throws ServiceCoinError `InsecurePage`, `NoFittingOffer`, `PriceAboveLimit`, `UnknownPayee`, `PriceAboveRegistered`, `DailyLimitReached`,
   * `Rejected`; and whatever `approve` throws
   */
  async sign(url: string, required: PaymentRequired): Promise<SignedPayment> {
    const { maxPerDay, maxPerPayment, maxTimeout, ledger, onlyServices, approve } = this.rules;
    checkPrivacy(url, this.client.chainId);
    const { page, requirements } = chooseOffer(this.client, url, required, maxTimeout);
    if (page.amount > maxPerPayment) {
      throw new ServiceCoinError("PriceAboveLimit", { url, price: page.amount, limit: maxPerPayment });
    }
    if (onlyServices) await this.checkSeller(page);
    await approve(page);
    const giveBack = await ledger.take(page.amount, maxPerDay);
    if (giveBack === undefined) {
      throw new ServiceCoinError("DailyLimitReached", { url, price: page.amount, limit: maxPerDay });
    }
    const until = Date.now() + requirements.maxTimeoutSeconds * 1000;
    try {
      const asked = { ...required, accepts: [requirements] };
      const payload = await withErrors(() => this.official.createPaymentPayload(asked));
      const isRepeatable = PAYMENT_IDENTIFIER in (payload.extensions ?? {});
      return { page, header: encodePaymentSignatureHeader(payload), until, isRepeatable };
    } catch (error) {
      await giveBack();
      throw error;
    }
  }

  private async checkSeller({ url, payTo, amount }: PricedPage): Promise<void> {
    const [service] = await findSellers(this.client, url, payTo);
    if (!(service as typeof service | undefined)) {
      throw new ServiceCoinError("UnknownPayee", { url, payTo, origin: new URL(url).origin });
    }
    const { agentId, price: registered } = service;
    if (registered === undefined || amount > registered) {
      throw new ServiceCoinError("PriceAboveRegistered", { url, price: amount, agentId, registered: registered ?? 0n });
    }
  }
}

/** A payment is worth its answer to whoever sees it first, so nobody on the way may see it. Coins of local chains are worth nothing. */
function checkPrivacy(url: string, chainId: bigint): void {
  const { protocol, hostname } = new URL(url);
  const isOwnMachine = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol !== "https:" && !isOwnMachine && !isLocalChain(chainId)) {
    throw new ServiceCoinError("InsecurePage", { url });
  }
}
