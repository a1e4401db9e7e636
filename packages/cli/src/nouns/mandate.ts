import type { Command } from "../command/command.js";
import {
  acceptMandate,
  charge,
  draftMandate,
  findMandate,
  listMandates,
  type Mandate,
  mandateIdOf,
  readMandate,
  revokeMandate,
  type SignedMandate,
  signMandate,
} from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { agree, documentCommand, requirePayer } from "../command/document.js";
import { onlyBy } from "../deals/explain.js";
import { parseNamed } from "../deals/lookup.js";
import { readMandateFile } from "../deals/documents.js";
import type { Input } from "../command/input.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { mandateRows, mandateText } from "../output/deal.js";
import { list, table } from "../output/table.js";
import { duration, scv, time } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseDuration } from "../parse/time.js";
import type { Session } from "../session/session.js";
import { queryCommand } from "../command/query.js";
import { addParties, drafter, partiesOf, termsFile } from "../deals/termsOptions.js";
import { timeOption } from "../options/timeOptions.js";

/** Consent to recurring charges. */
export const mandate: Noun = (mandate) => {
  withExamples(mandate, [
    "servicecoin mandate sign 0x... 5 --period 30d --out mandate.json --account 1",
    "servicecoin mandate charge mandate.json 1.5 --account 8",
    "servicecoin mandate charge 0x<mandate> 2 --account 8",
    "servicecoin mandate show 0x<mandate>",
    "servicecoin mandate revoke 0x<mandate> --account 1",
  ]);

  documentCommand(
    addTerms(verb(mandate, "draft [payee] [limit]", "print the terms of a mandate as JSON; sends nothing")),
    async (input, session) => {
      const mandate = await draftOf(input, session);
      return { mandateId: mandateIdOf(await session.reader(), mandate), mandate };
    },
    ({ mandateId, mandate }) => [["mandate", mandateId], ...mandateRows(mandate)],
    (file) => `mandate accept --terms ${file}  (by the payer)`,
  );

  documentCommand(
    addTerms(verb(mandate, "sign [payee] [limit]", "sign a mandate for the payee's first charge; by the payer")),
    async (input, session) => {
      const mandate = await draftOf(input, session);
      const client = await session.actor();
      await requirePayer(client, mandateIdOf(client, mandate), mandate.payer);
      await agree(session, client, `Sign this mandate:\n${list(mandateRows(mandate))}`);
      return signMandate(client, { mandate });
    },
    ({ mandate }) => mandateRows(mandate),
    (file) => `mandate charge ${file} <amount>  (by the payee)`,
  );

  transactionCommand(
    addTerms(verb(mandate, "accept [payee] [limit]", "accept a mandate in a transaction; by the payer")),
    ({ mandate }) => `Accept this mandate:\n${list(mandateRows(mandate))}`,
    acceptMandate,
    async (input, session) => ({ mandate: await draftOf(input, session) }),
    { explain: onlyBy("payer"), next: ({ mandateId }) => `mandate charge ${mandateId} <amount>  (by the payee)` },
  );

  transactionCommand(
    verb(
      mandate,
      "charge <mandate> <amount>",
      "charge the payer by an accepted mandate or a signed file; by the payee",
    ),
    ({ mandate, amount }) => `Charge ${mandate.payer} ${scv(amount)}`,
    charge,
    async (input, session) => ({
      amount: input.arg("amount", parsePositiveAmount),
      ...(await mandateOf(input, session)),
    }),
    { explain: onlyBy("payee"), next: (_sent, { mandate }, client) => `mandate show ${mandateIdOf(client, mandate)}` },
  );

  queryCommand(
    verb(mandate, "show <mandate>", "show the state of a mandate, by its id or a file with its terms"),
    async (input, session) => {
      const { mandate } = await mandateOf(input, session);
      return readMandate(await session.reader(), mandate);
    },
    mandateText,
  );

  queryCommand(
    verb(mandate, "list", "list all accepted mandates, oldest first")
      .option("--payer <address>", "only by this payer")
      .option("--payee <address>", "only for this payee"),
    async (input, session) => {
      const filter = { payer: input.option("payer", parseAddress), payee: input.option("payee", parseAddress) };
      return listMandates(await session.reader(), filter);
    },
    (accepted, { out }) =>
      table(
        ["mandate", "payer", "payee", "limit", "per", "starts", "ends"],
        accepted.map(({ mandateId, mandate: { payer, payee, limit, period, start, end } }) => {
          return [mandateId, payer, payee, scv(limit), duration(period), time(start), time(end)];
        }),
        "No accepted mandates.",
        out.columns,
      ),
  );

  transactionCommand(
    verb(mandate, "revoke <mandate>", "revoke a mandate permanently, even before it is accepted; by a party"),
    ({ mandate }) => `Revoke this mandate permanently:\n${list(mandateRows(mandate))}`,
    revokeMandate,
    async (input, session) => ({ mandate: (await mandateOf(input, session)).mandate }),
    {
      explain: onlyBy("payer", "payee"),
      next: (_sent, { mandate }, client) => `mandate show ${mandateIdOf(client, mandate)}`,
    },
  );
};

function addTerms(command: Command): Command {
  command
    .option("--period <duration>", "period of the limit (required without --terms)")
    .option("--start <time>", "start of the first period (default: now)")
    .option("--end <time>", "no charges at or after this time (default: never)");
  return addParties(command, "payer");
}

async function draftOf(input: Input, session: Session): Promise<Mandate> {
  const file = termsFile(input, ["payee", "limit"], ["period", "start", "end", "payer", "ref"]);
  if (file !== undefined) return (await readMandateFile(session.files, file)).mandate;
  const parties = partiesOf(input);
  const limit = input.arg("limit", parsePositiveAmount);
  const period = input.required("period", parseDuration);
  const start = await timeOption(input, session, "start");
  const end = await timeOption(input, session, "end");
  return draftMandate(await drafter(session, parties), { ...parties, limit, period, start, end });
}

/** Finds a mandate by its id, from its acceptance event, or in a file, with the payer's signature if the file has it. */
async function mandateOf(input: Input, session: Session): Promise<Partial<SignedMandate> & { mandate: Mandate }> {
  const named = input.arg("mandate", parseNamed);
  if ("file" in named) return readMandateFile(session.files, named.file);
  return { mandate: await findMandate(await session.reader(), named.id) };
}
