import { parseUnits } from "ethers";
import * as z from "zod";
import { address, decimal, etherAmount, whole } from "@servicecoin/daemon";
import { DECIMALS } from "@servicecoin/sdk";
import { DUTY_KINDS, type DutyKind, type Worth } from "../duties/duty.js";

/** What a keeper may do, and what it may cost. */
export interface Policy {
  /** Kinds of work. */
  duties: readonly DutyKind[];
  /** Whom it works for; undefined for anyone. Work for the whole system does not depend on it. */
  for: readonly string[] | undefined;
  /** Base units of SCV below which a due thing is left to others. */
  lowestAmount: bigint;
  /** Wei per gas above which nothing is sent. */
  highestGasPrice: bigint;
  /** Wei for gas per day, from midnight to midnight UTC. */
  budgetPerDay: bigint;
  /** Seconds for which a due thing is left to those whom it concerns, from when the keeper has first seen it. */
  wait: number;
  /** Whether it only says what it would do. */
  dryRun: boolean;
}

const GWEI_DECIMALS = 9;
/** 30 days. */
const LONGEST_WAIT = 2_592_000;

const duty = z.enum(DUTY_KINDS, { error: `one of ${DUTY_KINDS.join(", ")}` });

/** All kinds but charges, which take money from others: the operator must name them. */
const DEFAULT_DUTIES = DUTY_KINDS.filter((kind) => kind !== "chargeMandates");

/** The file of a policy. Every field may be missing. */
export const policySchema = z
  .strictObject({
    duties: z
      .array(duty, { error: `a list of ${DUTY_KINDS.join(", ")}` })
      .min(1, { error: "at least one duty" })
      .default(DEFAULT_DUTIES),
    for: z
      .union([z.literal("anyone").transform(() => undefined), z.array(address).min(1)], {
        error: '"anyone" or a list of addresses',
      })
      .optional(),
    lowestAmount: decimal(DECIMALS, "SCV").default(10n ** BigInt(DECIMALS)),
    highestGasPrice: decimal(GWEI_DECIMALS, "gwei").default(parseUnits("50", GWEI_DECIMALS)),
    budgetPerDay: etherAmount.default(parseUnits("0.05")),
    wait: whole(0, LONGEST_WAIT, "seconds").default(0),
    dryRun: z.boolean({ error: "true or false" }).default(false),
  })
  .transform((policy): Policy => ({
    ...policy,
    duties: [...new Set(policy.duties)],
    for: policy.for === undefined ? undefined : [...new Set(policy.for)],
  }));

/** A policy as its file has it. */
export type PolicyInput = z.input<typeof policySchema>;

/** Returns whether a policy lets the keeper do something of this worth. */
export function allows(policy: Policy, worth: Worth): boolean {
  if (worth.for !== undefined && policy.for !== undefined && !policy.for.includes(worth.for)) return false;
  return worth.amount === undefined || worth.amount >= policy.lowestAmount;
}
