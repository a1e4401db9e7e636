import type { Check } from "../doctor/checks.js";
import { EXIT } from "../errors/cliError.js";
import { withExamples, type Noun } from "../command/noun.js";
import { styled } from "../output/style.js";
import { perform } from "../command/perform.js";
import { parseUrl } from "../parse/url.js";

const STYLES = { ok: "green", warn: "yellow", fail: "red" } as const;

/** Checks everything that a command needs, and the programs beside the node. */
export const doctor: Noun = (command) => {
  for (const name of ["facilitator", "keeper", "monitor"]) {
    command.option(`--${name} <url>`, `check this ${name} too (default: SERVICECOIN_${name.toUpperCase()}_URL)`);
  }
  withExamples(command, [
    "servicecoin doctor",
    "servicecoin doctor --network sepolia --keyfile key.json",
    "servicecoin doctor --indexer https://index.example --keeper http://127.0.0.1:4404",
  ]);
  perform(command, async (input, session) => {
    const programs = {
      facilitator: input.option("facilitator", parseUrl),
      keeper: input.option("keeper", parseUrl),
      monitor: input.option("monitor", parseUrl),
      indexer: session.settings.indexer,
    };
    const { examine } = await import("../doctor/checks.js");
    const checks = await examine(session, programs);
    const bad = checks.find(({ state }) => state === "fail");
    const document = {
      isFine: bad === undefined,
      checks: checks.map(({ name, state, detail, fix }) => ({ name, state, detail, fix })),
    };
    session.out.print(document, () => textOf(checks));
    session.exitCode = bad === undefined ? EXIT.done : (bad.exitCode ?? EXIT.usage);
  });
};

function textOf(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, state, detail, fix }) => {
    const line = `${styled(STYLES[state], state.padEnd(4))}  ${name.padEnd(width)}  ${detail}`;
    return fix === undefined ? [line] : [line, `${" ".repeat(width + 8)}${styled("bold", fix)}`];
  });
  return lines.join("\n");
}
