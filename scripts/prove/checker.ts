/** The SMTChecker of solc, on one contract at a time. */
import solc from "solc";
import { read } from "../check/files.ts";

/** One contract in `scripts/prove/`, whose asserts and arithmetic are to hold for all arguments. */
export interface Claim {
  file: string;
  contract: string;
  text: string;
  /** `bmc` decides nonlinear arithmetic in one call; only `chc` sees state, through any number of calls. */
  engine: "bmc" | "chc";
  /** The claim is about overflow, underflow and division by zero in what it calls. */
  arithmetic: boolean;
}

/** What the prover could not show. */
export interface Finding {
  /** It has an example, or is at a loss. */
  kind: "refuted" | "undecided";
  text: string;
}

/** Gives the text of a source, changed or not. */
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

/** The prover reads the hub's types, of which one reads addresses by assembly; no claim calls it. */
const ASIDE = "contracts/types/Deal.sol";

/** Proves one claim; `safe` is how many checks the prover calls safe. */
export function check(claim: Claim, change: Change = (_, source) => source): { safe: number; findings: Finding[] } {
  const source = change(claim.file, read(claim.file));
  const settings = {
    evmVersion: "cancun",
    // Without output to make, the prover stays silent.
    outputSelection: { [claim.file]: { [claim.contract]: ["evm.bytecode.object"] } },
    modelChecker: {
      contracts: { [claim.file]: [claim.contract] },
      engine: claim.engine,
      // No timeout: its threads cannot run here, and without one the answer is the same on every machine.
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
  const findings = errors.filter((message) => !safe.includes(message) && !isAside(message)).map(findingOf);
  return { safe: safe.length, findings: [...findings, ...silences(claim, source, safe)] };
}

function isAside({ errorCode, severity, sourceLocation }: Message): boolean {
  const assembly = errorCode === "7737" || errorCode === "8364";
  return severity === "warning" && assembly && sourceLocation?.file === ASIDE;
}

function findingOf({ message, formattedMessage, severity }: Message): Finding {
  const refuted = severity === "warning" && / happens here/.test(message);
  const [, place = ""] = /--> (\S+?):?\n/.exec(formattedMessage) ?? [];
  return { kind: refuted ? "refuted" : "undecided", text: `${message.split("\n", 1)[0]} ${place}`.trim() };
}

/** What the prover said nothing about, though it was asked. */
function silences({ contract, arithmetic, file }: Claim, source: string, safe: Message[]): Finding[] {
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
  if (arithmetic && checks === 0) findings.push({ kind: "undecided", text: "nothing is said about overflow" });
  if (safe.length === 0) findings.push({ kind: "undecided", text: "nothing is said" });
  return findings;
}
