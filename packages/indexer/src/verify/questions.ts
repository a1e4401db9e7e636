import { ZeroAddress } from "ethers";
import type { ContractName } from "@servicecoin/sdk";
import type { Snapshot } from "../query/reader.js";
import type { TableName } from "../store/schema.js";
import { CREDIT_LISTS } from "./creditQuestions.js";
import { lower, nameOf, question, type Question } from "./rowQuestion.js";

/** The questions of a snapshot, table by table. */
export async function questionsOf(
  db: Snapshot,
  addresses: Readonly<Record<ContractName, string>>,
): Promise<Question[]> {
  const lists = [balances, voters, deals, mandates, proposals, services, ratings, ...CREDIT_LISTS, totals];
  const questions: Question[] = [];
  for (const list of lists) questions.push(...(await list(db, addresses)));
  return questions;
}

async function balances(db: Snapshot): Promise<Question[]> {
  const rows = await db.selectFrom("balances").select(["account", "balance"]).execute();
  return rows.map(({ account, balance }) =>
    question("balances", account, "ServiceCoin.balanceOf", [account], { balance: BigInt(balance) }, ([value]) => ({
      balance: value as bigint,
    })),
  );
}

async function voters(db: Snapshot): Promise<Question[]> {
  const rows = await db.selectFrom("voters").select(["account", "locked", "votes", "delegate"]).execute();
  return rows.flatMap(({ account, locked, votes, delegate }) => [
    question("voters", account, "ServiceVotes.balanceOf", [account], { locked: BigInt(locked) }, ([value]) => ({
      locked: value as bigint,
    })),
    question("voters", account, "ServiceVotes.getVotes", [account], { votes: BigInt(votes) }, ([value]) => ({
      votes: value as bigint,
    })),
    question("voters", account, "ServiceVotes.delegates", [account], { delegate: delegate ?? account }, ([value]) => ({
      delegate: lower(value),
    })),
  ]);
}

/** The hub's states by number. It closes what it makes void. */
const DEAL_STATES = ["none", "open", "delivered", "disputed", "closed"];

async function deals(db: Snapshot): Promise<Question[]> {
  const rows = await db.selectFrom("deals").select(["id", "funded", "paid", "state"]).execute();
  return rows.map(({ id, funded, paid, state }) => {
    const indexed = {
      funded: BigInt(funded),
      paid: BigInt(paid),
      state: state === "voided" ? "closed" : state,
    };
    return question("deals", id, "PaymentHub.escrowOf", [id], indexed, (escrow) => ({
      funded: escrow["funded"] as bigint,
      paid: escrow["paid"] as bigint,
      state: nameOf(DEAL_STATES, escrow["status"]),
    }));
  });
}

const MANDATE_STATES = ["none", "accepted", "revoked"];

async function mandates(db: Snapshot): Promise<Question[]> {
  const rows = await db.selectFrom("mandates").select(["id", "state", "chargedPeriod", "chargedInPeriod"]).execute();
  return rows.map(({ id, state, chargedPeriod, chargedInPeriod }) => {
    const indexed = { state, chargedPeriod: BigInt(chargedPeriod), chargedInPeriod: BigInt(chargedInPeriod) };
    return question("mandates", id, "PaymentHub.mandateState", [id], indexed, ([mandate]) => {
      const { status, period, charged } = mandate as Record<string, bigint>;
      return {
        state: nameOf(MANDATE_STATES, status),
        chargedPeriod: period as bigint,
        chargedInPeriod: charged as bigint,
      };
    });
  });
}

async function proposals(db: Snapshot): Promise<Question[]> {
  const rows = await db
    .selectFrom("proposals")
    .select(["id", "againstVotes", "forVotes", "abstainVotes", "voteEnd"])
    .execute();
  return rows.flatMap(({ id, againstVotes, forVotes, abstainVotes, voteEnd }) => [
    question(
      "proposals",
      id,
      "ServiceDAO.proposalVotes",
      [id],
      { againstVotes: BigInt(againstVotes), forVotes: BigInt(forVotes), abstainVotes: BigInt(abstainVotes) },
      (tally) => ({
        againstVotes: tally["againstVotes"] as bigint,
        forVotes: tally["forVotes"] as bigint,
        abstainVotes: tally["abstainVotes"] as bigint,
      }),
    ),
    question("proposals", id, "ServiceDAO.proposalDeadline", [id], { voteEnd: BigInt(voteEnd) }, ([value]) => ({
      voteEnd: value as bigint,
    })),
  ]);
}

async function services(db: Snapshot): Promise<Question[]> {
  const rows = await db.selectFrom("services").select(["id", "owner", "wallet"]).execute();
  return rows.flatMap(({ id, owner, wallet }) => [
    question("services", String(id), "ServiceRegistry.ownerOf", [id], { owner }, ([value]) => ({
      owner: lower(value),
    })),
    question(
      "services",
      String(id),
      "ServiceRegistry.getAgentWallet",
      [id],
      { wallet: wallet ?? ZeroAddress },
      ([value]) => ({ wallet: lower(value) }),
    ),
  ]);
}

async function ratings(db: Snapshot): Promise<Question[]> {
  const rows = await db.selectFrom("services").select(["id", "ratings", "ratedPaid"]).execute();
  return rows.map(({ id, ratings: count, ratedPaid }) => {
    const indexed = { ratings: BigInt(count), ratedPaid: BigInt(ratedPaid) };
    return question("services", String(id), "ServiceReputation.getPaidSummary", [id], indexed, (summary) => ({
      ratings: summary["count"] as bigint,
      ratedPaid: summary["paid"] as bigint,
    }));
  });
}

/** Sums and counts, which show rows that are missing. */
async function totals(db: Snapshot, addresses: Readonly<Record<ContractName, string>>): Promise<Question[]> {
  const sum = <Row>(rows: readonly Row[], valueOf: (row: Row) => bigint): bigint =>
    rows.reduce((all, row) => all + valueOf(row), 0n);
  const all = await db.selectFrom("balances").select("balance").execute();
  const locked = await db.selectFrom("voters").select("locked").execute();
  const open = await db.selectFrom("deals").select(["funded", "paid"]).where("state", "!=", "closed").execute();
  const { proposalCount } = await db
    .selectFrom("proposals")
    .select((row) => row.fn.countAll<number>().as("proposalCount"))
    .executeTakeFirstOrThrow();
  const { serviceCount } = await db
    .selectFrom("services")
    .select((row) => row.fn.countAll<number>().as("serviceCount"))
    .executeTakeFirstOrThrow();
  const fees = await collected(db);
  const escrowed = sum(open, ({ funded, paid }) => BigInt(funded) - BigInt(paid));
  const total = (table: TableName, place: string, args: unknown[], column: string, value: bigint): Question =>
    question(table, "total", place, args, { [column]: value }, ([answer]) => ({ [column]: answer as bigint }));
  const owed = "sum of funded - paid, and fees";
  const supply = sum(all, ({ balance }) => BigInt(balance));
  const hub = addresses.PaymentHub.toLowerCase();
  return [
    total("balances", "ServiceCoin.totalSupply", [], "sum of balance", supply),
    total(
      "voters",
      "ServiceVotes.totalSupply",
      [],
      "sum of locked",
      sum(locked, (voter) => BigInt(voter.locked)),
    ),
    // Anyone may send coins to the hub, so that it can have more.
    question("deals", "total", "ServiceCoin.balanceOf", [hub], { [owed]: escrowed + fees }, ([held]) => ({
      [owed]: (held as bigint) > escrowed + fees ? escrowed + fees : (held as bigint),
    })),
    total("deals", "PaymentHub.fees", [], "fees not collected", fees),
    total("proposals", "ServiceDAO.latestProposalId", [], "count", BigInt(proposalCount)),
    total("services", "ServiceRegistry.agentCount", [], "count", BigInt(serviceCount)),
  ];
}

/** Fees that the hub holds: taken from deals and mandates, and not yet collected. */
async function collected(db: Snapshot): Promise<bigint> {
  const taken = [
    ...(await db.selectFrom("deals").select("fees as amount").execute()),
    ...(await db.selectFrom("mandates").select("fees as amount").execute()),
  ];
  const left = await db.selectFrom("feeCollections").select("amount").execute();
  const sum = (rows: { amount: string }[]) => rows.reduce((all, { amount }) => all + BigInt(amount), 0n);
  return sum(taken) - sum(left);
}
