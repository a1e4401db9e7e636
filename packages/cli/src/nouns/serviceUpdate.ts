import type { Command } from "../command/command.js";
import {
  type Client,
  planServiceUpdate,
  type Sent,
  type ServiceField,
  serviceMetadata,
  type ServiceUpdate,
  setServiceMetadata,
  setServiceUri,
} from "@servicecoin/sdk";
import { documentOf, textOf, sendTransaction } from "../command/transaction.js";
import { verb } from "../command/noun.js";
import { nextLines } from "../output/answer.js";
import { parseId } from "../parse/number.js";
import {
  addRegistration,
  changedRegistration,
  requireChange,
  typedFieldsOf,
  serviceTermsOf,
} from "../options/registrationOptions.js";
import { perform } from "../command/perform.js";
import type { Session } from "../session/session.js";

/** Adds `update`, which sends one transaction for each field that differs. */
export function addServiceUpdate(service: Command): void {
  const command = verb(service, "update <service>", "change a service; one transaction for each changed field");
  perform(addRegistration(command), async (input, session) => {
    const agentId = input.arg("service", parseId);
    const terms = serviceTermsOf(input);
    requireChange({ ...typedFieldsOf(input), ...terms });
    const client = await session.actor();
    const update = { agentId, ...(await changedRegistration(client, agentId, input)), ...terms };
    const changes: { field: ServiceField; sent: Sent }[] = [];
    for (const field of await planServiceUpdate(client, update)) {
      changes.push({ field, sent: await change(session, client, update, field) });
      session.out.note(`Changed: ${field}`);
    }
    const document = { agentId, changes: changes.map(({ field, sent }) => ({ field, ...documentOf(sent) })) };
    session.out.print(document, () =>
      changes.length === 0
        ? "Nothing to change: the registry already has these values."
        : changes
            .map(({ field, sent }) => textOf(session, client, titleOf(agentId, field), sent))
            .concat(nextLines(`service show ${agentId}`))
            .join("\n"),
    );
  });
}

function titleOf(agentId: bigint, field: ServiceField): string {
  return `Change the ${field} of service ${agentId.toString()}`;
}

function change(session: Session, client: Client, update: ServiceUpdate, field: ServiceField): Promise<Sent> {
  const { agentId, uri, file } = update;
  const title = titleOf(agentId, field);
  if (field === "uri") return sendTransaction(session, client, title, setServiceUri, { agentId, uri, file });
  const [entry] = serviceMetadata({ [field]: update[field] });
  if (entry === undefined) throw new TypeError(`the update has no ${field}`);
  return sendTransaction(session, client, title, setServiceMetadata, { agentId, ...entry });
}
