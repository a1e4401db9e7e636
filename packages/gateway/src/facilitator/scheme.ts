import type {
  FacilitatorContext,
  PaymentPayload,
  PaymentRequirements,
  SchemeNetworkFacilitator,
  SettleResponse,
  VerifyResponse,
} from "@x402/core/types";
import type { TypedDataDomain } from "ethers";
import type { Outcome, Payment } from "../settlement/payment.js";
import { SettlementError } from "../settlement/errors.js";
import type { Settler } from "../settlement/settler.js";
import { paymentIn } from "./payload.js";
import { PAYER_SUSPENDED, SETTLEMENT_PENDING, reasonOf, UNSUPPORTED_PAYLOAD } from "../reasons.js";
import { mismatchOf } from "./requirements.js";
import type { Reservations } from "./reservations.js";
import type { Suspensions } from "./suspensions.js";
import type { Verifier } from "./verifier.js";

/** Milliseconds for which a payment on its way counts as promised. */
const UNDER_WAY = 600_000;
/** And after it was settled: others may have been simulated before, when the money was still there. */
const SETTLED = 2_000;

/** What the scheme works with. */
export interface ExactSchemeParts {
  verifier: Pick<Verifier, "verify">;
  settler: Pick<Settler, "knows" | "obstacle" | "settle">;
  reservations: Pick<Reservations, "verified" | "reserve" | "settle" | "release">;
  suspensions: Pick<Suspensions, "add" | "has">;
  /** The account that pays the gas, for `/supported`. */
  account: string;
  /** Address of ServiceCoin. */
  coin: string;
  domain: TypedDataDomain;
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
    return [this.parts.account];
  }

  async verify(
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<VerifyResponse> {
    const payment = paymentIn(payload, this.parts.domain);
    if (payment === undefined) return { isValid: false, invalidReason: UNSUPPORTED_PAYLOAD };
    const verified = await this.parts.verifier.verify(payment, payload, requirements, context);
    const payer = payment.from;
    return typeof verified === "string" ? { isValid: false, invalidReason: verified, payer } : { isValid: true, payer };
  }

  async settle(
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<SettleResponse> {
    const { network } = requirements;
    const { settler, reservations, suspensions, coin } = this.parts;
    const asked = paymentIn(payload, this.parts.domain);
    const refused = (errorReason: string): SettleResponse => ({
      success: false,
      errorReason,
      transaction: "",
      network,
      ...(asked && { payer: asked.from }),
    });
    if (asked === undefined) return refused(UNSUPPORTED_PAYLOAD);
    const mismatch = mismatchOf(asked, requirements, coin);
    if (mismatch !== undefined) return refused(mismatch);
    let payment: Payment = asked;
    // Of a payment that was settled the verification would say that its nonce is used.
    if (!settler.knows(asked)) {
      if (settler.obstacle) throw settler.obstacle;
      if (suspensions.has(asked.from)) return refused(PAYER_SUSPENDED);
      const before = reservations.verified(asked);
      const verified = before ?? (await this.parts.verifier.verify(asked, payload, requirements, context));
      if (typeof verified === "string") return refused(verified);
      // It is promised until it is known what became of it.
      reservations.reserve(verified, UNDER_WAY);
      payment = verified;
    }
    const outcome = await settler.settle(payment);
    if (outcome.status === "settled") reservations.settle(payment, outcome.block, SETTLED);
    else if (outcome.status !== "pending") reservations.release(payment);
    if (outcome.status === "failed" && outcome.hash !== undefined && payment.alone) suspensions.add(payment.from);
    return { ...responseOf(outcome), network, payer: payment.from };
  }
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
