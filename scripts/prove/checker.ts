/** Runs the SMTChecker of solc on one contract at a time. */
import solc from "solc";
import { read } from "../check/files.ts";

/** One contract in `scripts/prove/`, whose asserts and arithmetic must hold for all arguments. */
export interface Claim {
  file: string;
  contract: string;
  text: string;
  /** `bmc` decides nonlinear arithmetic in one call; only `chc` sees state, through any number of calls. */
  engine: "bmc" | "chc";
  /** Whether the claim covers overflow, underflow and division by zero in the code that it calls. */
  arithmetic: boolean;
}

/** A claim that was not proved. */
export interface Finding {
  /** With a counterexample, or without a result. */
  kind: "refuted" | "undecided";
  text: string;
}

/** Returns the text of a source, changed or unchanged. */
export type Change = (file: string, source: string) => string;

interface Message {
  errorCode?: string;
  severity: string;
  message: string;
  formattedMessage: string;
  sourceLocation?: { file: string; start: number };
}

interface Output {
  errors?: Message[];
}

const compile = solc.compile as (
  input: string,
  callbacks: { import: (path: string) => { contents: string } },
) => string;

/** Imported, but not called by any claim. Its assembly makes the prover warn. */
const IGNORED = "contracts/types/Deal.sol";

/** Proves one claim. `safe` is the number of checks that the prover reports as safe. */
export function check(claim: Claim, change: Change = (_, source) => source): { safe: number; findings: Finding[] } {
  const source = change(claim.file, read(claim.file));
  const settings = {
    evmVersion: "cancun",
    // Without a requested output, the prover does not run.
    outputSelection: { [claim.file]: { [claim.contract]: ["evm.bytecode.object"] } },
    modelChecker: {
      contracts: { [claim.file]: [claim.contract] },
      engine: claim.engine,
      // No timeout: it needs threads, which are not available here, and would make the result depend on the machine.
      solvers: ["z3"],
      targets: !claim.arithmetic ? ["assert"] : ["assert", "overflow", "underflow", "divByZero"],
      showProvedSafe: true,
      showUnproved: true,
      showUnsupported: true,
    },
  };
  const input = { language: "Solidity", sources: { [claim.file]: { content: source } }, settings };
  const imports = (path: string) => ({ contents: change(path, read(path)) });
  const { errors = [] } = JSON.parse(compile(JSON.stringify(input), { import: imports })) as Output;

  const verdicts = errors.filter(({ message }) => /^(BMC|CHC): /.test(message));
  const safe = verdicts.filter(({ message }) => message.includes("check is safe"));
  const findings = errors.filter((message) => !safe.includes(message) && !isIgnored(message)).map(findingOf);
  return { safe: safe.length, findings: [...findings, ...missingResults(claim, source, safe)] };
}

function isIgnored({ errorCode, severity, sourceLocation }: Message): boolean {
  const assembly = errorCode === "7737" || errorCode === "8364";
  return severity === "warning" && assembly && sourceLocation?.file === IGNORED;
}

function findingOf({ message, formattedMessage, severity }: Message): Finding {
  const refuted = severity === "warning" && / happens here/.test(message);
  const [, place = ""] = /--> (\S+?):?\n/.exec(formattedMessage) ?? [];
  return { kind: refuted ? "refuted" : "undecided", text: `${message.split("\n", 1)[0]} ${place}`.trim() };
}

/** Lists the requested checks without a result. */
function missingResults({ contract, arithmetic, file }: Claim, source: string, safe: Message[]): Finding[] {
  const findings: Finding[] = [];
  const [body = ""] = new RegExp(`^contract ${contract} [^]*?^}`, "m").exec(source) ?? [];
  const asserts = body.match(/\bassert\(/g)?.length ?? 0;
  const proved = new Set(
    safe
      .filter(({ message, sourceLocation }) => message.includes("Assertion") && sourceLocation?.file === file)
      .map(({ sourceLocation }) => sourceLocation?.start),
  ).size;
  if (proved !== asserts) findings.push({ kind: "undecided", text: `${proved} of ${asserts} asserts are proved` });
  const checks = safe.filter(({ message }) => /flow|Division/.test(message)).length;
  if (arithmetic && checks === 0) findings.push({ kind: "undecided", text: "no result about overflow" });
  if (safe.length === 0) findings.push({ kind: "undecided", text: "no result" });
  return findings;
}
