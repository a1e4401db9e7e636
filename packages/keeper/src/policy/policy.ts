import { isAddress, getAddress, parseUnits } from "ethers";
import * as z from "zod";
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

const ETHER_DECIMALS = 18;
const GWEI_DECIMALS = 9;
/** 30 days. */
const LONGEST_WAIT = 2_592_000;
const WAIT_ERROR = `seconds: a whole number from 0 to ${LONGEST_WAIT}`;

/** A decimal number as text, or as a number where that is exact. */
function decimal(decimals: number, unit: string) {
  const error = `${unit} as a decimal number, such as "0.5", with at most ${decimals} decimals`;
  return z
    .union([z.string(), z.number()], { error })
    .transform(String)
    .refine((text) => new RegExp(`^\\d{1,30}(\\.\\d{1,${decimals}})?$`).test(text), { error })
    .transform((text) => parseUnits(text, decimals));
}

const account = z
  .string({ error: "an address" })
  .refine(isAddress, { error: "an address: 0x and 40 hexadecimal digits, with a valid checksum if it has capitals" })
  .transform(getAddress);

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
      .union([z.literal("anyone").transform(() => undefined), z.array(account).min(1)], {
        error: '"anyone" or a list of addresses',
      })
      .optional(),
    lowestAmount: decimal(DECIMALS, "SCV").default(10n ** BigInt(DECIMALS)),
    highestGasPrice: decimal(GWEI_DECIMALS, "gwei").default(parseUnits("50", GWEI_DECIMALS)),
    budgetPerDay: decimal(ETHER_DECIMALS, "ether").default(parseUnits("0.05", ETHER_DECIMALS)),
    wait: z
      .int({ error: WAIT_ERROR })
      .min(0, { error: WAIT_ERROR })
      .max(LONGEST_WAIT, { error: WAIT_ERROR })
      .default(0),
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
