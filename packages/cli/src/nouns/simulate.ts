import { withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { EXIT } from "../errors/cliError.js";
import { effectsDocument, trialText } from "../output/trial.js";
import { parseText } from "../parse/parser.js";
import { readTrialFile, TRIAL_FILE_HELP } from "../simulation/trialFile.js";

/** Plays commands on a copy of the chain. */
export const simulate: Noun = (command) => {
  command.addHelpText("after", TRIAL_FILE_HELP);
  withExamples(command, [
    "servicecoin simulate steps.json",
    "servicecoin simulate steps.json --network sepolia --json",
  ]);
  perform(command, async (input, session) => {
    const steps = await readTrialFile(session.files, input.arg("file", parseText));
    const { onFork } = await import("../simulation/stage.js");
    const { play } = await import("../simulation/play.js");
    const { sumOf } = await import("../simulation/effects.js");
    await onFork(session, async (stage) => {
      const played = await play(stage, steps);
      const changes = sumOf(played.map((step) => (step.kind === "done" ? step.changes : [])));
      const document = {
        block: stage.fork.block,
        steps: played.map((step) => (step.kind === "done" ? { ...step, ...effectsDocument(step) } : step)),
        changes,
      };
      session.out.print(document, () => trialText(played, changes, stage.client));
      if (played.some(({ kind }) => kind === "failed")) session.exitCode = EXIT.refused;
    });
  });
};
