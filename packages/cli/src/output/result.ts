import { scv, time } from "./value.js";

type Rows = [name: string, value: string][];

/** Rows for results of actions, by name. The others are in the sentence already, or parts of what the user gave. */
const ROWS: Readonly<Record<string, ((value: unknown) => Rows) | undefined>> = {
  dealId: (id) => [["deal", String(id)]],
  mandateId: (id) => [["mandate", String(id)]],
  proposalId: (id) => [["proposal", String(id)]],
  agentId: (id) => [["service", String(id)]],
  feedbackIndex: (number) => [["number", String(number)]],
  amount: (amount) => [["amount", scv(amount as bigint)]],
  fee: (fee) => (fee === 0n ? [] : [["hub's fee", scv(fee as bigint)]]),
  toPayee: (amount) => [["to the payee", scv(amount as bigint)]],
  toPayer: (amount) => [["to the payer", scv(amount as bigint)]],
  paid: (amount) => [["paid by you", scv(amount as bigint)]],
  weight: (votes) => [["votes", scv(votes as bigint)]],
  executableAt: (seconds) => [["executable from", time(seconds as bigint)]],
  counted: (votes) =>
    (votes as readonly { proposalId: bigint; weight: bigint }[]).map(({ proposalId, weight }) => [
      `votes on ${proposalId.toString()}`,
      scv(weight),
    ]),
  claims: paidDeals,
  released: paidDeals,
};

/** Formats the results of an action as rows of a list. */
export function resultRows(result: object): Rows {
  return Object.entries<unknown>({ ...result }).flatMap(([name, value]) => ROWS[name]?.(value) ?? []);
}

function paidDeals(deals: unknown): Rows {
  return (deals as readonly { dealId: string; amount: bigint }[]).flatMap(({ dealId, amount }): Rows => [
    ["deal", dealId],
    ["amount", scv(amount)],
  ]);
}
