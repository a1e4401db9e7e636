import type { Command } from "../command/command.js";
import { verb } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { EXIT } from "../errors/cliError.js";
import { effectsDocument, proposalTrialText } from "../output/trial.js";
import { parseText } from "../parse/parser.js";

/** Adds the verb that executes a proposal on a copy of the chain. */
export function addSimulate(proposal: Command): void {
  const usage = "simulate <id-or-file>";
  const command = verb(
    proposal,
    usage,
    "execute a proposal on a copy of the chain: what would change, nothing is sent",
  );
  command.addHelpText(
    "after",
    "\nThe argument is the number of a proposal, or a file as for servicecoin proposal propose.",
  );
  perform(command, async (input, session) => {
    const named = input.arg("id-or-file", parseText);
    const { onFork } = await import("../simulation/stage.js");
    const { playCalls, readCalls } = await import("../simulation/proposal.js");
    const { sumOf } = await import("../simulation/effects.js");
    const { calls, executableAt } = await readCalls(session, await session.reader(), named);
    await onFork(session, async (stage) => {
      const played = await playCalls(stage, calls, executableAt);
      const isFailed = played.some(({ kind }) => kind === "failed");
      const changes = sumOf(played.map((step) => (step.kind === "done" ? step.changes : [])));
      const document = {
        block: stage.fork.block,
        calls: played.map((step) => (step.kind === "done" ? { ...step, ...effectsDocument(step) } : step)),
        changes,
      };
      session.out.print(document, () => proposalTrialText(played, changes, stage.client));
      if (isFailed) session.exitCode = EXIT.refused;
    });
  });
}
