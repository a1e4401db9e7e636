import type {
  FacilitatorContext,
  PaymentPayload,
  PaymentRequirements,
  SchemeNetworkFacilitator,
  SettleResponse,
  VerifyResponse,
} from "@x402/core/types";
import type { TypedDataDomain } from "ethers";
import { EVM_NETWORKS, PAYER_SUSPENDED, SETTLEMENT_PENDING, reasonOf, UNSUPPORTED_PAYLOAD } from "../protocol.js";
import { SettlementError } from "../settlement/errors.js";
import type { Outcome, Payment } from "../settlement/payment.js";
import type { Settler } from "../settlement/settler.js";
import type { Funds } from "./funds.js";
import { paymentIn } from "./payload.js";
import { mismatchOf } from "./requirements.js";
import type { Suspensions } from "./suspensions.js";
import type { Verifier } from "./verifier.js";

/** What the scheme works with. */
export interface ExactSchemeParts {
  verifier: Pick<Verifier, "verify">;
  settler: Pick<Settler, "knows" | "obstacle" | "settle">;
  funds: Pick<Funds, "verified" | "keep" | "conclude">;
  suspensions: Pick<Suspensions, "add" | "has">;
  /** The account that pays the gas, for `/supported`. */
  account: string;
  /** Address of ServiceCoin. */
  coin: string;
  /** EIP-712 domain of ServiceCoin. */
  domain: TypedDataDomain;
}

/** A payment that cannot be verified or settled. */
interface Rejection {
  reason: string;
  payer?: string;
}

/**
 * Scheme `exact` for ServiceCoin: the official verification with our settlement in batches. The official settlement is
 * unsuitable: it sends each payment in its own transaction, and accepts any matching transfer in the receipt as proof.
 */
export class ExactScheme implements SchemeNetworkFacilitator {
  readonly scheme = "exact";
  readonly caipFamily = EVM_NETWORKS;

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
    const parsed = this.parse(payload, requirements);
    if ("reason" in parsed) return invalid(parsed);
    const verified = await this.parts.verifier.verify(parsed, payload, requirements, context);
    const payer = parsed.from;
    return typeof verified === "string" ? invalid({ reason: verified, payer }) : { isValid: true, payer };
  }

  async settle(
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<SettleResponse> {
    const { network } = requirements;
    const { settler, funds, suspensions } = this.parts;
    const parsed = this.parse(payload, requirements);
    const payment = "reason" in parsed ? parsed : await this.admit(parsed, payload, requirements, context);
    if ("reason" in payment) {
      const { reason: errorReason, ...payer } = payment;
      return { success: false, errorReason, transaction: "", network, ...payer };
    }
    const outcome = await settler.settle(payment);
    funds.conclude(payment, outcome);
    if (outcome.status === "failed" && outcome.hash !== undefined && payment.alone) suspensions.add(payment.from);
    return { ...responseOf(outcome), network, payer: payment.from };
  }

  /** Reads the payment and compares it with the requirements. */
  private parse(payload: PaymentPayload, requirements: PaymentRequirements): Payment | Rejection {
    const payment = paymentIn(payload, this.parts.domain);
    if (payment === undefined) return { reason: UNSUPPORTED_PAYLOAD };
    const reason = mismatchOf(payment, requirements, this.parts.coin);
    return reason === undefined ? payment : { reason, payer: payment.from };
  }

  /**
   * Verifies a payment before its settlement, unless it is known.
   * @throws SettlementError if no payment is accepted now
   */
  private async admit(
    payment: Payment,
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<Payment | Rejection> {
    const { settler, funds, suspensions, verifier } = this.parts;
    const payer = payment.from;
    // For a settled payment, the verification would find its nonce used.
    if (settler.knows(payment)) return payment;
    if (settler.obstacle) throw settler.obstacle;
    if (suspensions.has(payer)) return { reason: PAYER_SUSPENDED, payer };
    const verified = funds.verified(payment) ?? (await verifier.verify(payment, payload, requirements, context));
    if (typeof verified === "string") return { reason: verified, payer };
    funds.keep(verified);
    return verified;
  }
}

function invalid({ reason, ...payer }: Rejection): VerifyResponse {
  return { isValid: false, invalidReason: reason, ...payer };
}

/** @throws SettlementError if nothing was sent */
function responseOf(outcome: Outcome): Pick<SettleResponse, "success" | "transaction" | "errorReason"> {
  if (outcome.status === "unsent") {
    throw new SettlementError(outcome.reason, "The payment was not sent.", outcome.cause);
  }
  if (outcome.status === "settled") return { success: true, transaction: outcome.hash };
  if (outcome.status === "pending") {
    return { success: false, errorReason: SETTLEMENT_PENDING, transaction: outcome.hash };
  }
  return { success: false, errorReason: reasonOf(outcome.reason), transaction: outcome.hash ?? "" };
}
