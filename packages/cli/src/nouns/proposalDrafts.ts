import type { Command } from "../command/command.js";
import { type Client, type Draft, type ProposalCall, propose, ServiceCoinError, readProposal } from "@servicecoin/sdk";
import { providerOf, withErrors } from "@servicecoin/sdk/internal";
import { transactionCommand } from "../command/transaction.js";
import { CliError } from "../errors/cliError.js";
import { DRAFT_FILE_HELP, readDraftFile } from "../intents/draftFile.js";
import { INTENTS, type Intent } from "../intents/intents.js";
import { SETTING_NAMES } from "../intents/settings.js";
import { fromInput } from "../intents/source.js";
import type { Input } from "../command/input.js";
import { verb } from "../command/noun.js";
import { addLiquidity } from "./proposalLiquidity.js";
import { harmless } from "../output/harmless.js";
import { time } from "../output/value.js";
import { parseText } from "../parse/parser.js";
import type { Session } from "../session/session.js";

const ASSET = "scv, eth, or the address of a token, with amounts in base units (default: scv)";
const REF = "public reference of the payment: a short text, or 32 bytes in hex";
const PER = "period of the limit, for example 30d";

/** Adds a verb for each frequent proposal, and one that reads a file. */
export function addDrafts(proposal: Command): void {
  draft(
    verb(proposal, "pay <to> <amount>", "propose a payment from the treasury")
      .option("--asset <asset>", ASSET)
      .option("--ref <reference>", REF),
    INTENTS.pay,
  );
  draft(
    verb(proposal, "pay-many <payments...>", "propose several payments from the treasury: 0x...=1.5 0x...=2")
      .option("--asset <asset>", ASSET)
      .option("--ref <reference>", REF),
    INTENTS["pay-many"],
  );
  draft(verb(proposal, "mint <to> <amount>", "propose to mint SCV"), INTENTS.mint);
  draft(verb(proposal, "set-fee <fee>", "propose a new fee of the hub, for example 0.25%"), INTENTS["set-fee"]);
  draft(
    verb(proposal, "set-loan-fee <fee>", "propose a new fee of loans, for example 0.5% of the principal"),
    INTENTS["set-loan-fee"],
  );
  draft(
    verb(proposal, "set-budget <steward> <amount>", "propose the budget of a steward; 0 removes it")
      .option("--per <duration>", PER)
      .option("--asset <asset>", ASSET),
    INTENTS["set-budget"],
  );
  draft(
    verb(proposal, "set-cap <amount>", 'propose a spending cap of the treasury; 0 freezes it, "none" removes the cap')
      .option("--per <duration>", PER)
      .option("--asset <asset>", ASSET),
    INTENTS["set-cap"],
  );
  draft(
    verb(
      proposal,
      "setting <name> <value>",
      `propose a new value for a setting of the DAO: ${SETTING_NAMES.join(", ")}`,
    ),
    INTENTS.setting,
  );
  addLiquidity(proposal, (command, read) => {
    actDraft(
      command.option("--description <text>", "public reason; its first line is the title (required)"),
      async (input, session) => {
        const calls = await read(input, session);
        return { description: input.option("description", parseText), calls: calls.map((call) => () => call) };
      },
    );
  });
  addPropose(proposal);
}

/** Adds a verb that proposes several calls at once. */
function addPropose(proposal: Command): void {
  const command = verb(proposal, "propose <file>", "propose the calls that a file lists, as one proposal")
    .option("--description <text>", "public reason; replaces the description in the file")
    .addHelpText("after", DRAFT_FILE_HELP);
  actDraft(command, async (input, { files }) => {
    const { description, calls } = await readDraftFile(files, input.arg("file", parseText));
    return { description: input.option("description", parseText) ?? description, calls };
  });
}

function draft(command: Command, intent: Intent): void {
  actDraft(
    command.option("--description <text>", "public reason; its first line is the title (required)"),
    (input) => ({
      description: input.option("description", parseText),
      calls: [intent(fromInput(input))],
    }),
  );
}

interface Described {
  description: string | undefined;
  calls: ReturnType<Intent>[];
}

interface Drafted extends Draft {
  calls: readonly ProposalCall[];
}

function actDraft(command: Command, read: (input: Input, session: Session) => Described | Promise<Described>): void {
  transactionCommand(
    command.option("--exclusive", "prevent others from submitting the same proposal first"),
    ({ calls }: Drafted) => ["Propose:", ...calls.map(({ summary }) => `  ${harmless(summary)}`)].join("\n"),
    propose,
    async (input, session) => {
      const { description, calls: intents } = await read(input, session);
      if (description === undefined) {
        throw new CliError("MissingOption", "The option --description is missing: add a reason.", {
          name: "description",
        });
      }
      const client = await session.reader();
      const calls = intents.map((intent) => intent(client));
      await warn(session, client, calls);
      return { calls, description, exclusive: input.flag("exclusive") };
    },
    { next: ({ proposalId }, _draft, client) => afterProposal(client, proposalId) },
  );
}

/** Warns of calls that would fail if the DAO executed them now. They may succeed later, so this is not an error. */
async function warn(session: Session, client: Client, calls: readonly ProposalCall[]): Promise<void> {
  if (session.out.isJson) return;
  for (const { target, value, data, summary } of calls) {
    // The DAO receives the ether with the execution.
    if (value > 0n) continue;
    try {
      await withErrors(() => providerOf(client).call({ from: client.addresses.ServiceDAO, to: target, data }));
    } catch (error) {
      if (!(error instanceof ServiceCoinError)) throw error;
      session.out.note(`If executed now, this would fail: ${harmless(summary)}. ${harmless(error.message)}`);
    }
  }
}

/** What follows a new proposal. */
async function afterProposal(client: Client, proposalId: bigint): Promise<string> {
  const { opensAt } = await readProposal(client, proposalId);
  return `proposal vote ${proposalId} for  (after ${time(opensAt)}, when voting opens)`;
}
