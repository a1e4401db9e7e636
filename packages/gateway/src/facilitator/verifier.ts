import type { FacilitatorContext, PaymentPayload, PaymentRequirements } from "@x402/core/types";
import type { FacilitatorEvmSigner } from "@x402/evm";
import { ExactEvmScheme } from "@x402/evm/exact/facilitator";
import type { TypedDataDomain } from "ethers";
import { withTimeout } from "@servicecoin/tx/internal";
import { Capacity } from "../settlement/capacity.js";
import type { SettlementChain } from "../settlement/chain.js";
import { asSettlementError } from "../settlement/errors.js";
import type { Payment } from "../settlement/payment.js";
import { INVALID_SIGNATURE, PAYER_SUSPENDED, reasonOf, SIMULATION_FAILED, TOO_LATE } from "../protocol.js";
import type { Funds } from "./funds.js";
import { isByKey, payloadOf } from "./payload.js";
import { trackNodeFailures, type TrackedReader } from "./reader.js";
import { limitOf, type Limits } from "./requirements.js";
import type { Suspensions } from "./suspensions.js";

/** Verifications at once. Each queries the node a few times, and may run a smart wallet's code there. */
const CONCURRENCY = 200;
/** Minimum and maximum duration of a reservation, in milliseconds. */
const RESERVATION = { min: 60_000, max: 600_000 };
/** Seconds until the payment may expire at the earliest, as in the official verification. */
const EXPIRY_MARGIN = 6n;

/** What verification needs. */
export interface VerifierParts {
  reader: FacilitatorEvmSigner;
  chain: Pick<SettlementChain, "revertReason">;
  funds: Pick<Funds, "conflictOf" | "reserve">;
  suspensions: Pick<Suspensions, "has">;
  limits: Limits;
  /** EIP-712 domain of ServiceCoin. */
  domain: TypedDataDomain;
  /** Milliseconds for which the node may take for one verification. */
  timeout: number;
}

/**
 * The official verification plus our own checks: whether we pay the gas, and whether the payer has the funds for all
 * payments in flight.
 */
export class Verifier {
  private readonly capacity = new Capacity(CONCURRENCY);

  constructor(private readonly parts: VerifierParts) {}

  /**
   * Verifies a payment that matches its requirements, and reserves its amount.
   * @returns The payment, with `alone` as verified, or the reason of x402 why it is invalid.
   * @throws SettlementError `QueueFull` or `Unreachable`, or the node's error: none says anything about the payment
   */
  async verify(
    payment: Payment,
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<Payment | string> {
    const { limits, suspensions, funds, timeout } = this.parts;
    const limit = limitOf(payment, limits);
    if (limit !== undefined) return limit;
    if (suspensions.has(payment.from)) return PAYER_SUSPENDED;
    const conflict = funds.conflictOf(payment);
    if (conflict !== undefined) return conflict;
    const release = this.capacity.take();
    // Released once the node's work has ended, even if nobody waits for it any more.
    const verified = this.simulateAndReserve(payment, payload, requirements, context).finally(release);
    return withTimeout(timeout, verified).catch((error: unknown) => {
      throw asSettlementError(error);
    });
  }

  private async simulateAndReserve(
    payment: Payment,
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<Payment | string> {
    const verified = await this.simulate(payment, payload, requirements, context);
    if (typeof verified === "string") return verified;
    return (await this.parts.funds.reserve(verified, reservationOf(verified, requirements))) ?? verified;
  }

  private async simulate(
    payment: Payment,
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<Payment | string> {
    const tracked = trackNodeFailures(this.parts.reader);
    const official = new ExactEvmScheme(tracked.reader);
    const { isValid, invalidReason = "" } = await official.verify(payloadOf(payload, payment), requirements, context);
    // It reports node failures as payment errors.
    const failure = tracked.nodeFailure();
    if (!isValid && failure !== undefined) throw failure;
    if (!isValid && invalidReason !== SIMULATION_FAILED && invalidReason !== INVALID_SIGNATURE) return invalidReason;
    const classified = isValid ? await this.classify(payment, tracked) : this.classifyRejected(payment);
    if (isValid && !classified.alone) return classified;
    // For an account with code the official verification calls that code, while the coin tries the account's key first
    // (EIP-7702).
    if (invalidReason === INVALID_SIGNATURE && classified.alone) return invalidReason;
    if (expiresTooSoon(payment)) return TOO_LATE;
    // The official simulation is inconclusive without Multicall3, and for wallets whose 65-byte signatures are not
    // those of a key. It may also call other contracts first, which our transactions do not.
    const revertReason = await this.parts.chain.revertReason(payment);
    return revertReason === "NotMade" ? classified : reasonOf(revertReason);
  }

  /**
   * Classifies a payment that the official verification rejected: only a signature of the payer's key may share a
   * transaction.
   */
  private classifyRejected(payment: Payment): Payment {
    return { ...payment, alone: payment.alone || !isByKey(payment, this.parts.domain) };
  }

  /** Determines whether the payer's code may run when the payment is made. Then it goes alone. */
  private async classify(payment: Payment, { hasCode }: TrackedReader): Promise<Payment> {
    if (payment.alone || !(await hasCode(payment.from))) return payment;
    return { ...payment, alone: !isByKey(payment, this.parts.domain) };
  }
}

/** Returns the milliseconds for which the seller may take to settle, as the seller declares. */
function reservationOf({ validBefore }: Payment, { maxTimeoutSeconds }: PaymentRequirements): number {
  const left = Number(validBefore) * 1000 - Date.now();
  const declared = Number.isFinite(maxTimeoutSeconds) ? maxTimeoutSeconds * 1000 : RESERVATION.min;
  return Math.min(left, RESERVATION.max, Math.max(RESERVATION.min, declared));
}

function expiresTooSoon({ validBefore }: Payment): boolean {
  return validBefore < BigInt(Math.floor(Date.now() / 1000)) + EXPIRY_MARGIN;
}
