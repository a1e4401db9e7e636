import type {
  FacilitatorContext,
  PaymentPayload,
  PaymentRequirements,
  SchemeNetworkFacilitator,
  SettleResponse,
  VerifyResponse,
} from "@x402/core/types";
import { ExactEvmScheme } from "@x402/evm/exact/facilitator";
import type { FacilitatorEvmSigner } from "@x402/evm";
import { isAddress, type TypedDataDomain } from "ethers";
import type { Outcome, Payment } from "../settlement/payment.js";
import type { SettlementChain } from "../settlement/chain.js";
import type { Settler } from "../settlement/settler.js";
import { paymentIn } from "./payload.js";
import {
  RECIPIENT_MISMATCH,
  reasonOf,
  SETTLEMENT_PENDING,
  SIMULATION_FAILED,
  UNSUPPORTED_ASSET,
  UNSUPPORTED_PAYLOAD,
  VALUE_MISMATCH,
} from "./reasons.js";

/** What the scheme works with. */
export interface ExactSchemeParts {
  reader: FacilitatorEvmSigner;
  chain: Pick<SettlementChain, "refusal">;
  settler: Pick<Settler, "knows" | "settle">;
  /** Address of ServiceCoin. */
  coin: string;
  /** EIP-712 domain of ServiceCoin. */
  domain: TypedDataDomain;
}

/**
 * Scheme `exact` for ServiceCoin: the official verification, and our settlement in batches. The official settlement cannot do it: it
 * sends each payment by itself, and takes any fitting transfer in the receipt as the proof.
 */
export class ExactScheme implements SchemeNetworkFacilitator {
  readonly scheme = "exact";
  readonly caipFamily = "eip155:*";
  private readonly official: ExactEvmScheme;

  constructor(private readonly parts: ExactSchemeParts) {
    this.official = new ExactEvmScheme(parts.reader);
  }

  getExtra(): undefined {
    return undefined;
  }

  getSigners(): string[] {
    return [...this.parts.reader.getAddresses()];
  }

  async verify(
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<VerifyResponse> {
    const payment = paymentIn(payload, this.parts.domain);
    if (payment === undefined) return { isValid: false, invalidReason: UNSUPPORTED_PAYLOAD };
    if (!isCoin(requirements.asset, this.parts.coin)) {
      return { isValid: false, invalidReason: UNSUPPORTED_ASSET, payer: payment.from };
    }
    const verified = await this.official.verify(payload, requirements, context);
    // A smart wallet may sign with 65 bytes that are no signature of a key: the official simulation cannot read those, the coin can.
    const isOddWallet = verified.invalidReason === SIMULATION_FAILED && payment.alone;
    if (isOddWallet && (await this.parts.chain.refusal(payment)) === "NotMade") {
      return { isValid: true, payer: payment.from };
    }
    return verified;
  }

  async settle(
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<SettleResponse> {
    const { network } = requirements;
    const payment = paymentIn(payload, this.parts.domain);
    const refused = (errorReason: string): SettleResponse => ({
      success: false,
      errorReason,
      transaction: "",
      network,
      ...(payment && { payer: payment.from }),
    });
    if (payment === undefined) return refused(UNSUPPORTED_PAYLOAD);
    const mismatch = mismatchOf(payment, requirements, this.parts.coin);
    if (mismatch !== undefined) return refused(mismatch);
    // Of a payment that was settled the verification would say that its nonce is used.
    if (!this.parts.settler.knows(payment)) {
      const { isValid, invalidReason } = await this.verify(payload, requirements, context);
      if (!isValid) return refused(invalidReason ?? UNSUPPORTED_PAYLOAD);
    }
    return { ...responseOf(await this.parts.settler.settle(payment)), network, payer: payment.from };
  }
}

/** Why a payment is not the one that is required, if it is not. */
function mismatchOf(
  { to, value }: Payment,
  { asset, payTo, amount }: PaymentRequirements,
  coin: string,
): string | undefined {
  if (!isCoin(asset, coin)) return UNSUPPORTED_ASSET;
  if (to.toLowerCase() !== payTo.toLowerCase()) return RECIPIENT_MISMATCH;
  return String(value) === amount ? undefined : VALUE_MISMATCH;
}

function responseOf(outcome: Outcome): Pick<SettleResponse, "success" | "transaction" | "errorReason"> {
  if (outcome.status === "settled") return { success: true, transaction: outcome.hash };
  if (outcome.status === "pending") {
    return { success: false, errorReason: SETTLEMENT_PENDING, transaction: outcome.hash };
  }
  return { success: false, errorReason: reasonOf(outcome.reason), transaction: outcome.hash ?? "" };
}

function isCoin(asset: string, coin: string): boolean {
  return isAddress(asset) && asset.toLowerCase() === coin.toLowerCase();
}
