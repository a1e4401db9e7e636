import type { FacilitatorContext, PaymentPayload, PaymentRequirements } from "@x402/core/types";
import type { FacilitatorEvmSigner } from "@x402/evm";
import { ExactEvmScheme } from "@x402/evm/exact/facilitator";
import type { TypedDataDomain } from "ethers";
import { Capacity } from "../settlement/capacity.js";
import type { SettlementChain } from "../settlement/chain.js";
import type { Payment } from "../settlement/payment.js";
import type { Funds } from "./funds.js";
import { limitOf, type Limits } from "./limits.js";
import { watched, type Watched } from "./nodeFaults.js";
import { isByKey, payloadOf } from "./payload.js";
import {
  INVALID_SIGNATURE,
  NONCE_USED,
  PAYER_SUSPENDED,
  reasonOf,
  SIMULATION_FAILED,
  TOO_LATE,
  TOO_MANY_PROMISES,
} from "../reasons.js";
import { mismatchOf } from "./requirements.js";
import type { Reservations } from "./reservations.js";
import type { Suspensions } from "./suspensions.js";

/** Verifications at once; each asks the node a few times, and may run a smart wallet's code there. */
const MOST_AT_ONCE = 200;
/** Milliseconds for which a verified payment counts at least and at most. */
const HOLD = { least: 60_000, most: 600_000 };
/** Seconds for which a payment must still count, as the official verification wants it. */
const MARGIN = 6n;

/** What verifying needs. */
export interface VerifierParts {
  reader: FacilitatorEvmSigner;
  chain: Pick<SettlementChain, "refusal">;
  funds: Pick<Funds, "reserve">;
  reservations: Pick<Reservations, "hasRival" | "isFull">;
  suspensions: Pick<Suspensions, "has">;
  limits: Limits;
  /** Address of ServiceCoin. */
  coin: string;
  /** EIP-712 domain of ServiceCoin. */
  domain: TypedDataDomain;
}

/** The official verification, and what it does not ask: for whom we pay, and whether the payer has promised the same money twice. */
export class Verifier {
  private readonly capacity = new Capacity(MOST_AT_ONCE);

  constructor(private readonly parts: VerifierParts) {}

  /**
   * Verifies a payment and reserves its amount.
   * @returns The payment, with what was learned about how it is settled, or the reason of x402 why it is not valid.
   * @throws SettlementError `QueueFull`, or the node's error: both say nothing about the payment.
   */
  async verify(
    payment: Payment,
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<Payment | string> {
    const { limits, reservations, suspensions, funds, coin } = this.parts;
    const fault = mismatchOf(payment, requirements, coin) ?? limitOf(payment, limits);
    if (fault !== undefined) return fault;
    if (suspensions.has(payment.from)) return PAYER_SUSPENDED;
    if (reservations.hasRival(payment)) return NONCE_USED;
    if (reservations.isFull(payment)) return TOO_MANY_PROMISES;
    const giveBack = this.capacity.take();
    try {
      const verified = await this.simulate(payment, payload, requirements, context);
      if (typeof verified === "string") return verified;
      return (await funds.reserve(verified, holdOf(verified, requirements))) ?? verified;
    } finally {
      giveBack();
    }
  }

  private async simulate(
    payment: Payment,
    payload: PaymentPayload,
    requirements: PaymentRequirements,
    context?: FacilitatorContext,
  ): Promise<Payment | string> {
    const watch = watched(this.parts.reader);
    const official = new ExactEvmScheme(watch.reader);
    const { isValid, invalidReason = "" } = await official.verify(payloadOf(payload, payment), requirements, context);
    // It takes a node that does not answer for a fault of the payment.
    const fault = watch.faultOf();
    if (!isValid && fault !== undefined) throw fault;
    if (!isValid && invalidReason !== SIMULATION_FAILED && invalidReason !== INVALID_SIGNATURE) return invalidReason;
    const settled = isValid ? await this.classify(payment, watch) : this.suspect(payment);
    if (isValid && !settled.alone) return settled;
    // An account with code is asked by its code, while the coin asks its key first (EIP-7702).
    if (invalidReason === INVALID_SIGNATURE && settled.alone) return invalidReason;
    if (endsTooSoon(payment)) return TOO_LATE;
    // The official simulation says no more when Multicall3 is missing, and for wallets that sign with 65 bytes that are no signature of a
    // key; and it may call others before, which a transaction of ours does not.
    const refusal = await this.parts.chain.refusal(payment);
    return refusal === "NotMade" ? settled : reasonOf(refusal);
  }

  /** Of what the official verification does not take, only the key's own signature shares a transaction. */
  private suspect(payment: Payment): Payment {
    return { ...payment, alone: payment.alone || !isByKey(payment, this.parts.domain) };
  }

  /** Says whether the payer's code may run when the payment is made: then it shares no transaction with others. */
  private async classify(payment: Payment, { hasCode }: Watched): Promise<Payment> {
    if (payment.alone || !(await hasCode(payment.from))) return payment;
    return { ...payment, alone: !isByKey(payment, this.parts.domain) };
  }
}

/** For how long a seller may take, as he says himself. */
function holdOf({ validBefore }: Payment, { maxTimeoutSeconds }: PaymentRequirements): number {
  const left = Number(validBefore) * 1000 - Date.now();
  const asked = Number.isFinite(maxTimeoutSeconds) ? maxTimeoutSeconds * 1000 : HOLD.least;
  return Math.min(left, HOLD.most, Math.max(HOLD.least, asked));
}

function endsTooSoon({ validBefore }: Payment): boolean {
  return validBefore < BigInt(Math.floor(Date.now() / 1000)) + MARGIN;
}
