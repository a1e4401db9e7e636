import { x402Client } from "@x402/core/client";
import { encodePaymentSignatureHeader } from "@x402/core/http";
import type { PaymentRequired } from "@x402/core/types";
import { appendPaymentIdentifierToExtensions, PAYMENT_IDENTIFIER } from "@x402/extensions/payment-identifier";
import { getAddress } from "ethers";
import { type Client, readBalance, ServiceCoinError } from "@servicecoin/sdk";
import { isLocalChain, signerOf, withErrors } from "@servicecoin/sdk/internal";
import { networkOf } from "../protocol.js";
import { withTimeout } from "@servicecoin/tx/internal";
import { ExactClient } from "./exactClient.js";
import { selectRequirements, type PricedPage } from "./selectRequirements.js";
import { findSellers } from "./sellers.js";
import type { SpendingLedger } from "./spendingLedger.js";

/** Milliseconds that the node may take for the balance. */
const BALANCE_TIMEOUT = 5_000;

/** Spending rules with all defaults applied; see `SpendingRules`. */
export interface SigningRules {
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
  /** Value of the PAYMENT-SIGNATURE header. */
  header: string;
  /** When the payment expires, in milliseconds since 1970. */
  until: number;
  /** Whether the seller recognizes a repetition of the payment, and therefore never runs its handler twice for it. */
  isRepeatable: boolean;
}

/** Signs payments that the rules allow: the official client behind checks that give precise errors. */
export class PaymentSigner {
  private readonly official: x402Client;

  constructor(
    private readonly client: Client,
    private readonly rules: SigningRules,
  ) {
    const network = networkOf(client.chainId);
    const asset = getAddress(client.addresses.ServiceCoin);
    this.official = x402Client.fromConfig({
      schemes: [{ network, client: new ExactClient(client, rules.maxTimeout) }],
      // The official client knows dollar stablecoins. Allow none of them.
      spendControls: {
        maxAmountPerPayment: "$0",
        allowedAssets: [{ network, asset, maxAmountPerPayment: String(rules.maxPerPayment) }],
      },
    });
    this.official.registerExtension({
      key: PAYMENT_IDENTIFIER,
      // The identifier is not published on the chain, so it proves to the seller who paid.
      enrichPaymentPayload: (payload) =>
        Promise.resolve({ ...payload, extensions: appendPaymentIdentifierToExtensions({ ...payload.extensions }) }),
    });
  }

  /**
   * Signs a payment for a page if the rules allow it.
   * @throws ServiceCoinError `InsecurePage`, `NoFittingOffer`, `PriceAboveLimit`, `UnknownPayee`,
   * `PriceAboveRegistered`, `PriceAboveBalance`, `DailyLimitReached`, `Rejected`; also everything that `approve` throws
   */
  async sign(url: string, required: PaymentRequired): Promise<SignedPayment> {
    const { maxPerDay, maxPerPayment, maxTimeout, ledger, onlyServices, approve } = this.rules;
    checkPrivacy(url, this.client.chainId);
    const { page, requirements } = selectRequirements(this.client, url, required, maxTimeout);
    if (page.amount > maxPerPayment) {
      throw new ServiceCoinError("PriceAboveLimit", { url, price: page.amount, limit: maxPerPayment });
    }
    if (onlyServices) await this.checkSeller(page);
    await this.checkBalance(page);
    await approve(page);
    const giveBack = await ledger.take(page.amount, maxPerDay);
    if (giveBack === undefined) {
      throw new ServiceCoinError("DailyLimitReached", { url, price: page.amount, limit: maxPerDay });
    }
    const until = Date.now() + requirements.maxTimeoutSeconds * 1000;
    try {
      const selected = { ...required, accepts: [requirements] };
      const payload = await withErrors(() => this.official.createPaymentPayload(selected));
      const isRepeatable = PAYMENT_IDENTIFIER in (payload.extensions ?? {});
      return { page, header: encodePaymentSignatureHeader(payload), until, isRepeatable };
    } catch (error) {
      await giveBack();
      throw error;
    }
  }

  /**
   * Rejects what the account cannot pay: once signed, it would count against the daily limit. A node that does not
   * respond rejects nothing, because the facilitator checks as well.
   */
  private async checkBalance({ url, amount }: PricedPage): Promise<void> {
    const account = await signerOf(this.client).getAddress();
    const read = withErrors(() => withTimeout(BALANCE_TIMEOUT, readBalance(this.client, { account })));
    const balance = await read.catch(() => undefined);
    if (balance !== undefined && amount > balance) {
      throw new ServiceCoinError("PriceAboveBalance", { url, price: amount, account, balance });
    }
  }

  private async checkSeller({ url, payTo, amount }: PricedPage): Promise<void> {
    const [service] = await findSellers(this.client, url, payTo);
    if (service === undefined) {
      throw new ServiceCoinError("UnknownPayee", { url, payTo, origin: new URL(url).origin });
    }
    const { agentId, price: registered } = service;
    if (registered === undefined || amount > registered) {
      throw new ServiceCoinError("PriceAboveRegistered", { url, price: amount, agentId, registered: registered ?? 0n });
    }
  }
}

/**
 * Rejects pages whose traffic others could read: anyone who sees a payment could use it first. Local chains are exempt,
 * because their coins are worthless.
 */
function checkPrivacy(url: string, chainId: bigint): void {
  const { protocol, hostname } = new URL(url);
  const isOwnMachine = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol !== "https:" && !isOwnMachine && !isLocalChain(chainId)) {
    throw new ServiceCoinError("InsecurePage", { url });
  }
}
