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
import { SettlementError } from "../settlement/errors.js";
import type { Settler } from "../settlement/settler.js";
import { limitOf, type Limits } from "./limits.js";
import { watched } from "./nodeFaults.js";
import { paymentIn, payloadOf } from "./payload.js";
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
  settler: Pick<Settler, "knows" | "obstacle" | "settle">;
  /** Address of ServiceCoin. */
  coin: string;
  /** EIP-712 domain of ServiceCoin. */
  domain: TypedDataDomain;
  limits: Limits;
}

/**
 * Scheme `exact` for ServiceCoin: the official verification, and our settlement in batches. The official settlement cannot do it: it
 * sends each payment by itself, and takes any fitting transfer in the receipt as the proof.
 */
export class ExactScheme implements SchemeNetworkFacilitator {
  readonly scheme = "exact";
  readonly caipFamily = "eip155:*";

  constructor(private readonly parts: ExactSchemeParts) {}

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
    return this.check(payment, payload, requirements, context);
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
    const { settler } = this.parts;
    // Of a payment that was settled the verification would say that its nonce is used.
    if (!settler.knows(payment)) {
      if (settler.obstacle) throw settler.obstacle;
      const { isValid, invalidReason } = await this.check(payment, payload, requirements, context);
      if (!isValid) return refused(invalidReason ?? UNSUPPORTED_PAYLOAD);
    }
    return { ...responseOf(await settler.settle(payment)), network, payer: payment.from };
  }

  /** @throws the node's error when it does not answer: that says nothing about the payment. */
  private async check(
    payment: Payment,
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context: FacilitatorContext | undefined,
  ): Promise<VerifyResponse> {
    const { chain, coin, limits } = this.parts;
    const payer = payment.from;
    if (!isCoin(requirements.asset, coin)) return { isValid: false, invalidReason: UNSUPPORTED_ASSET, payer };
    const limit = limitOf(payment, limits);
    if (limit !== undefined) return { isValid: false, invalidReason: limit, payer };
    const { reader, faultOf } = watched(this.parts.reader);
    const verified = await new ExactEvmScheme(reader).verify(payloadOf(payload, payment), requirements, context);
    // It takes a node that does not answer for a fault of the payment.
    const fault = faultOf();
    if (!verified.isValid && fault !== undefined) throw fault;
    if (verified.invalidReason !== SIMULATION_FAILED) return verified;
    // It says no more when Multicall3 is missing, and for wallets that sign with 65 bytes that are no signature of a key.
    const refusal = await chain.refusal(payment);
    return refusal === "NotMade"
      ? { isValid: true, payer }
      : { isValid: false, invalidReason: reasonOf(refusal), payer };
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

/** @throws SettlementError when nothing was sent */
function responseOf(outcome: Outcome): Pick<SettleResponse, "success" | "transaction" | "errorReason"> {
  if (outcome.status === "unsent") throw new SettlementError(outcome.reason, "The payment was not sent.");
  if (outcome.status === "settled") return { success: true, transaction: outcome.hash };
  if (outcome.status === "pending") {
    return { success: false, errorReason: SETTLEMENT_PENDING, transaction: outcome.hash };
  }
  return { success: false, errorReason: reasonOf(outcome.reason), transaction: outcome.hash ?? "" };
}

function isCoin(asset: string, coin: string): boolean {
  return isAddress(asset) && asset.toLowerCase() === coin.toLowerCase();
}
