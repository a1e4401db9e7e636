/** The claims, and the faults that their proofs must find. */
import { read } from "../check/files.ts";
import type { Claim } from "./checker.ts";

const LEDGER = "scripts/prove/LedgerProof.sol";
const ACCRUAL = "scripts/prove/AccrualProofs.sol";
const STATEFUL = "LedgerProof";
const ARITHMETIC = ["OwedArithmeticProof", "DueProof", "FeeProof"];

/** A change of one line of the source that makes a claim false. */
export interface Fault {
  claim: Claim;
  text: string;
  file: string;
  from: string;
  to: string;
  /** The finding that the prover must report. */
  finding: string;
}

/** Reads one claim from each contract with a notice. */
function claimsOf(file: string): Claim[] {
  return [...read(file).matchAll(/^\/\/\/ @notice (.+)\ncontract (\w+)/gm)].map(([, text = "", contract = ""]) => ({
    file,
    contract,
    text,
    // `chc` follows state through any number of calls; `bmc` can divide by a variable.
    engine: contract === STATEFUL ? "chc" : "bmc",
    arithmetic: ARITHMETIC.includes(contract),
  }));
}

export const CLAIMS: readonly Claim[] = [...claimsOf(LEDGER), ...claimsOf(ACCRUAL)];

export const FAULTS: readonly Fault[] = [
  {
    claim: claimNamed(STATEFUL),
    text: "Accrual.due without the funding cap",
    file: "contracts/libraries/Accrual.sol",
    from: "total < funded ? total : funded",
    to: "total",
    finding: "Assertion violation happens here",
  },
  {
    claim: claimNamed(STATEFUL),
    text: "a refund without its check",
    file: LEDGER,
    from: "require(_opened && amount <= _funded - _paid);",
    to: "require(_opened && amount <= _funded);",
    finding: "Assertion violation happens here",
  },
  {
    claim: claimNamed("OwedCapProof"),
    text: "Accrual.owed without the cap at the deadline",
    file: "contracts/libraries/Accrual.sol",
    from: "        if (deadline != 0 && time > deadline) time = deadline;\n",
    to: "",
    finding: "Assertion violation happens here",
  },
  {
    claim: claimNamed("OwedArithmeticProof"),
    text: "Accrual.owed before its start",
    file: "contracts/libraries/Accrual.sol",
    from: "        if (time < start) return 0;\n",
    to: "",
    finding: "Underflow",
  },
  {
    claim: claimNamed("FeeProof"),
    text: "Accrual.feeDown that rounds up",
    file: "contracts/libraries/Accrual.sol",
    from: "(amount * feeBps) / BASIS",
    to: "(amount * feeBps + BASIS - 1) / BASIS",
    finding: "Assertion violation happens here",
  },
  {
    claim: claimNamed("FeeProof"),
    text: "Accrual.feeDown with an intermediate overflow",
    file: "contracts/libraries/Accrual.sol",
    from: "(amount * feeBps) / BASIS",
    to: "(amount * 2 ** 160 * feeBps) / BASIS / 2 ** 160",
    finding: "Overflow",
  },
];

/** Returns the source with the fault applied. */
export function breaks({ file, from, to, text }: Fault, path: string, source: string): string {
  if (path !== file) return source;
  if (source.split(from).length !== 2) throw new Error(`The fault "${text}" must match exactly one place in ${file}.`);
  return source.replace(from, to);
}

function claimNamed(name: string): Claim {
  const claim = CLAIMS.find(({ contract }) => contract === name);
  if (claim === undefined) throw new Error(`There is no proof named ${name}.`);
  return claim;
}
