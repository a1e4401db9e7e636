import {
  type Ballot,
  type BallotPaper,
  cancelProposal,
  type Choice,
  executeProposal,
  listProposals,
  queueProposal,
  readProposal,
  signBallotPaper,
  type Signed,
  signVote,
  submitBallotPaper,
  submitVote,
  vote,
  voteMany,
  type Client,
} from "@servicecoin/sdk";
import { inNextBlock, PROPOSAL_STATES, withErrors } from "@servicecoin/sdk/internal";
import { transactionCommand } from "../command/transaction.js";
import { bind } from "../command/dispatch.js";
import { cancelableBy, inItsState } from "../errors/explainProposal.js";
import { repeatable, verb, withExamples, type Noun } from "../command/noun.js";
import { proposalTable, proposalText } from "../output/proposal.js";
import { ether, time } from "../output/value.js";
import { parseEther } from "../parse/asset.js";
import { parseCount, parseId } from "../parse/number.js";
import { parseChoice, parseSupport } from "../parse/pair.js";
import { parseOneOf, parseText } from "../parse/parser.js";
import { queryCommand } from "../command/query.js";
import { signatureCommand, submitCommand } from "../command/signature.js";
import type { Session } from "../session/session.js";
import { addDrafts } from "./proposalDrafts.js";
import { addSimulate } from "./proposalSimulate.js";

const CHOICES = "for, against or abstain";

interface Numbered {
  proposalId: bigint;
}

/** Proposals and votes. */
export const proposal: Noun = (proposal) => {
  withExamples(proposal, [
    'servicecoin proposal pay 0x... 1.5 --description "Pay carol for May" --account 1',
    "servicecoin proposal list --state active",
    "servicecoin proposal show 1",
    "servicecoin proposal simulate 1",
    'servicecoin proposal vote 1 for --reason "she did it" --account 1',
    "servicecoin proposal vote-many 1=for 2=against --account 1",
    "servicecoin proposal sign-vote 1 for --out vote.json --account 1",
    "servicecoin proposal submit vote.json --account 2",
    "servicecoin proposal queue 1 --account 2",
    "servicecoin proposal execute 1 --account 2",
  ]);

  queryCommand(
    repeatable(
      verb(proposal, "list", "list all proposals").option("--last <number>", "only this many of the newest"),
      "--state <state>",
      `only in this state: ${PROPOSAL_STATES.join(", ")}; may be repeated`,
    ),
    async (input, session) => {
      const states = input.options("state", parseOneOf(PROPOSAL_STATES));
      const last = input.option("last", parseCount(1));
      return listProposals(await session.reader(), {
        ...(states.length === 0 ? {} : { states }),
        ...(last === undefined ? {} : { last }),
      });
    },
    (proposals, { out }) => proposalTable(proposals, out.columns),
  );

  queryCommand(
    verb(proposal, "show <id>", "show a proposal: its calls, the votes, and what comes next"),
    async (input, session) => {
      const id = input.arg("id", parseId);
      return readProposal(await session.reader(), id);
    },
    proposalText,
  );

  addSimulate(proposal);
  addDrafts(proposal);

  transactionCommand(
    verb(proposal, `vote <id> <choice>`, `vote ${CHOICES}`).option("--reason <text>", "public reason"),
    ({ proposalId, support }) => `Vote ${support === "abstain" ? "to abstain on" : support} proposal ${proposalId}`,
    vote,
    async (input, session) => {
      const reason = input.option("reason", parseText);
      const choice = { proposalId: input.arg("id", parseId), support: input.arg("choice", parseSupport) };
      await warnOfNoWeight(session, [choice]);
      return reason === undefined ? choice : { ...choice, reason };
    },
    { explain: inItsState("vote"), next: (_sent, { proposalId }, client) => afterVote(client, proposalId) },
  );

  transactionCommand(
    verb(
      proposal,
      "vote-many <choices...>",
      "vote on several proposals in one transaction, all or nothing: 1=for 2=against",
    ),
    (choices) => `Vote ${shown(choices)}`,
    voteMany,
    async (input, session) => {
      const choices = input.all("choices", parseChoice);
      await warnOfNoWeight(session, choices);
      return choices;
    },
    { explain: inItsState("vote"), next: () => "proposal list --state active" },
  );

  signatureCommand(
    verb(proposal, "sign-vote <id> <choice>", `sign a vote that anyone can submit: ${CHOICES}`),
    (choice) => `Sign the vote ${shown([choice])}`,
    signVote,
    (input) => ({ proposalId: input.arg("id", parseId), support: input.arg("choice", parseSupport) }),
  );

  signatureCommand(
    verb(
      proposal,
      "sign-ballot-paper <choices...>",
      "sign votes on several proposals that anyone can submit in one transaction",
    ),
    (choices) => `Sign the votes ${shown(choices)}`,
    signBallotPaper,
    (input) => input.all("choices", parseChoice),
  );

  submitCommand(
    proposal,
    {
      Ballot: (signed) => bind(submitVote, signed as Signed<Ballot>),
      BallotPaper: (signed) => bind(submitBallotPaper, signed as Signed<BallotPaper>),
    },
    { explain: inItsState("vote") },
  );

  transactionCommand(
    verb(proposal, "queue <id>", "queue a proposal that has passed, which starts its delay"),
    ({ proposalId }: Numbered) => `Queue proposal ${proposalId}`,
    queueProposal,
    (input) => ({ proposalId: input.arg("id", parseId) }),
    {
      explain: inItsState("queue"),
      next: ({ executableAt }, { proposalId }) => `proposal execute ${proposalId}  (from ${time(executableAt)} on)`,
    },
  );

  transactionCommand(
    verb(proposal, "execute <id>", "execute a queued proposal after its delay").option(
      "--value <ether>",
      "ether to send to the DAO, for calls that send ether",
    ),
    ({ proposalId, value }: Numbered & { value?: bigint }) =>
      `Execute proposal ${proposalId}${value === undefined ? "" : ` and give it ${ether(value)}`}`,
    executeProposal,
    (input) => {
      const value = input.option("value", parseEther);
      const proposalId = input.arg("id", parseId);
      return value === undefined ? { proposalId } : { proposalId, value };
    },
    { explain: inItsState("execute"), next: (_sent, { proposalId }) => `proposal show ${proposalId}` },
  );

  transactionCommand(
    verb(
      proposal,
      "cancel <id>",
      "cancel a proposal; by its proposer before voting opens, or by the guardian until its execution",
    ),
    ({ proposalId }: Numbered) => `Cancel proposal ${proposalId}`,
    cancelProposal,
    (input) => ({ proposalId: input.arg("id", parseId) }),
    { explain: cancelableBy, next: () => "proposal list" },
  );
};

/** Warns of votes that would count nothing: voting power is that of the moment when voting opened. */
async function warnOfNoWeight(session: Session, choices: readonly Choice[]): Promise<void> {
  if (session.out.isJson) return;
  const [client, account] = [await session.actor(), await session.account()];
  for (const { proposalId } of choices) {
    const { state, opensAt } = await readProposal(client, proposalId);
    if (
      state !== "active" ||
      (await withErrors(() => inNextBlock((at) => client.dao.getVotes(account, opensAt, at)))) > 0n
    )
      continue;
    const why = `${account} had no voting power when voting opened at ${time(opensAt)}.`;
    session.out.note(`The vote on proposal ${proposalId} will count 0 SCV: ${why} Lock SCV before voting opens.`);
  }
}

function shown(choices: readonly Choice[]): string {
  return choices.map(({ proposalId, support }) => `${proposalId.toString()}=${support}`).join(" ");
}

/** What follows the vote on a proposal. */
async function afterVote(client: Client, proposalId: bigint): Promise<string> {
  const { closesAt } = await readProposal(client, proposalId);
  return `proposal queue ${proposalId}  (after ${time(closesAt)}, if it has passed)`;
}
