import { RULES, type TrustedBlock } from "@servicecoin/proof";
import type { Command } from "../command/command.js";
import type { Input } from "../command/input.js";
import { repeatable, verb, withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { parseCount } from "../parse/number.js";
import { bad, parseOneOf, parseText, type Parser } from "../parse/parser.js";
import { parseNodeUrl } from "../parse/url.js";
import type { AuditSettings } from "../proof/runAudit.js";

const parseTrust: Parser<TrustedBlock> = (text, name) => {
  const [, number, hash] = /^(\d{1,15}):(0x[0-9a-f]{64})$/i.exec(text) ?? [];
  if (number === undefined || hash === undefined) throw bad("Block", text, name, "is not <number>:<hash> of a block.");
  return { number: Number(number), hash: hash.toLowerCase() };
};

/** An auditor, which recomputes the chain. */
export const audit: Noun = (command) => {
  withExamples(command, [
    "servicecoin audit",
    "servicecoin audit --trust 7000000:0x... --network sepolia --resume audit.json",
    "servicecoin audit --node https://first.example --node https://second.example",
    "servicecoin audit show --from 10 --to 20",
  ]);
  // What "servicecoin audit" does without a verb.
  const run = command.command("run", { isDefault: true });
  run
    .description("recompute blocks, and compare nodes; exit code 1 if something is wrong; the verb may be left out")
    .option("--resume <file>", "begin after the last good block that this file names, and keep the new one there");
  addOptions(run);
  perform(run, async (input, session) => {
    const settings = { ...settingsIn(input), resume: input.option("resume", parseText) };
    const { runAudit } = await import("../proof/runAudit.js");
    await runAudit(session, settings);
  });

  const show = verb(command, "show", "print recomputed blocks as a table");
  addOptions(show);
  perform(show, async (input, session) => {
    const settings = settingsIn(input);
    const { showBlocks } = await import("../proof/runAudit.js");
    await showBlocks(session, settings);
  });
};

function addOptions(command: Command): void {
  command
    .option("--from <block>", "first block (default: the trusted one, or 0)")
    .option("--to <block>", "last block (default: the last that every node has)")
    .option("--trust <number:hash>", "block whose hash you know from a source that you trust");
  repeatable(command, "--node <url>", "node to audit; may be repeated (default: --rpc)");
  repeatable(
    command,
    "--loose <rule>",
    `rule to count and not to fail for, on a local chain: ${RULES.join(", ")}; may be repeated`,
  );
}

function settingsIn(input: Input): AuditSettings {
  return {
    from: input.option("from", parseCount(0)),
    to: input.option("to", parseCount(0)),
    trust: input.option("trust", parseTrust),
    loose: input.options("loose", parseOneOf(RULES)),
    nodes: input.options("node", parseNodeUrl),
    resume: undefined,
  };
}
