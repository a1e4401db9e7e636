import type { Command } from "../command/command.js";
import { type Client, type Draft, type ProposalCall, propose, ServiceCoinError } from "@servicecoin/sdk";
import { providerOf, withErrors } from "@servicecoin/sdk/internal";
import { transactionCommand } from "../command/transaction.js";
import { CliError } from "../errors/cliError.js";
import { DRAFT_FILE_HELP, readDraftFile } from "../intents/draftFile.js";
import { INTENTS, type Intent } from "../intents/intents.js";
import { SETTING_NAMES } from "../intents/settings.js";
import { fromInput } from "../intents/source.js";
import type { Input } from "../command/input.js";
import { verb } from "../command/noun.js";
import { harmless } from "../output/harmless.js";
import { parseText } from "../parse/parser.js";
import type { Session } from "../session/session.js";

const ASSET = "scv, eth, or the address of a token, whose amounts are base units (default: scv)";
const REF = "names the payment, public: a short text, or 32 bytes in hex";
const PER = "per how long, for example 30d";

/** One verb for each thing that is often proposed, and one for what a file says. */
export function addDrafts(proposal: Command): void {
  draft(
    verb(proposal, "pay <to> <amount>", "propose that the treasury pays an account")
      .option("--asset <asset>", ASSET)
      .option("--ref <reference>", REF),
    INTENTS.pay,
  );
  draft(
    verb(proposal, "pay-many <payments...>", "propose that the treasury pays many: 0x...=1.5 0x...=2")
      .option("--asset <asset>", ASSET)
      .option("--ref <reference>", REF),
    INTENTS["pay-many"],
  );
  draft(verb(proposal, "mint <to> <amount>", "propose to create coins"), INTENTS.mint);
  draft(verb(proposal, "set-fee <fee>", "propose another fee of the hub, for example 0.25%"), INTENTS["set-fee"]);
  draft(
    verb(proposal, "set-budget <steward> <amount>", "propose what a steward may spend; 0 takes its budget away")
      .option("--per <duration>", PER)
      .option("--asset <asset>", ASSET),
    INTENTS["set-budget"],
  );
  draft(
    verb(proposal, "set-cap <amount>", 'propose what may leave the treasury; 0 freezes it, "none" lifts the cap')
      .option("--per <duration>", PER)
      .option("--asset <asset>", ASSET),
    INTENTS["set-cap"],
  );
  draft(
    verb(proposal, "setting <name> <value>", `propose another setting of the DAO: ${SETTING_NAMES.join(", ")}`),
    INTENTS.setting,
  );
  addPropose(proposal);
}

/** Proposes several calls at once. */
function addPropose(proposal: Command): void {
  const command = verb(proposal, "propose <file>", "propose several calls, which a file lists, as one")
    .option("--description <text>", "why; instead of what the file says")
    .addHelpText("after", DRAFT_FILE_HELP);
  actDraft(command, async (input, { files }) => {
    const { description, calls } = await readDraftFile(files, input.arg("file", parseText));
    return { description: input.option("description", parseText) ?? description, calls };
  });
}

function draft(command: Command, intent: Intent): void {
  actDraft(command.option("--description <text>", "why, public; its first line is the title"), (input) => ({
    description: input.option("description", parseText),
    calls: [intent(fromInput(input))],
  }));
}

interface Said {
  description: string | undefined;
  calls: ReturnType<Intent>[];
}

interface Drafted extends Draft {
  calls: readonly ProposalCall[];
}

function actDraft(command: Command, read: (input: Input, session: Session) => Said | Promise<Said>): void {
  transactionCommand(
    command.option("--exclusive", "keep others from proposing the same first"),
    ({ calls }: Drafted) => ["Propose:", ...calls.map(({ summary }) => `  ${harmless(summary)}`)].join("\n"),
    propose,
    async (input, session) => {
      const { description, calls: intents } = await read(input, session);
      if (description === undefined) {
        throw new CliError("MissingOption", "The option --description is missing: say why.", { name: "description" });
      }
      const client = await session.reader();
      const calls = intents.map((intent) => intent(client));
      await warn(session, client, calls);
      return { calls, description, exclusive: input.flag("exclusive") };
    },
  );
}

/** Says what would fail if the DAO called it now: when it is executed it may be otherwise, so that is no error. */
async function warn(session: Session, client: Client, calls: readonly ProposalCall[]): Promise<void> {
  if (session.out.isJson) return;
  for (const { target, value, data, summary } of calls) {
    // The DAO gets the ether only with the execution.
    if (value > 0n) continue;
    try {
      await withErrors(() => providerOf(client).call({ from: client.addresses.ServiceDAO, to: target, data }));
    } catch (error) {
      if (!(error instanceof ServiceCoinError)) throw error;
      session.out.note(`Executed now, this would fail: ${harmless(summary)}. ${harmless(error.message)}`);
    }
  }
}
