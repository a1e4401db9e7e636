import {
  listServices,
  readService,
  registerService,
  searchServices,
  type Service,
  setServiceWallet,
  signServiceWallet,
  transferService,
  unsetServiceWallet,
} from "@servicecoin/sdk";
import type { Session } from "../session/session.js";
import { transactionCommand } from "../command/transaction.js";
import { agree, documentCommand } from "../command/document.js";
import { readWalletConsent } from "../deals/documents.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { foundTable, serviceTable, serviceText, type NamedService, type ServiceClaims } from "../output/service.js";
import { text, time } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parseAmount } from "../parse/amount.js";
import { parseCount, parseId } from "../parse/number.js";
import { parseOneOf, parseText } from "../parse/parser.js";
import { addRegistration, newRegistration, requireTerms, serviceTermsOf } from "../options/registrationOptions.js";
import { queryCommand } from "../command/query.js";
import { fileOnChain, withNames } from "../services/fileOnChain.js";
import { addServiceMatch } from "./serviceMatch.js";
import { addServiceUpdate } from "./serviceUpdate.js";

const ORDERS = ["cheapest", "best", "registered"] as const;

/** Services of one page of `list`. */
const LIMIT = 20;

const EXAMPLES = [
  "servicecoin service list",
  'servicecoin service register --name "Rain Report" --description "Rain by the hour" --category weather \\',
  "    --price 0.01 --unit request --endpoint https://rain.example/api --account 8",
  "servicecoin service register --uri https://rain.example/agent.json --category weather --price 0.01 --account 8",
  "servicecoin service search weather --max-price 0.02 --min-rating 80",
  "servicecoin service match weather --budget 0.02",
  "servicecoin service show 5 --file",
  "servicecoin service update 5 --price 0.02 --account 8",
  "servicecoin service sign-wallet 5 --out wallet.json --account 3",
  "servicecoin service set-wallet wallet.json --account 8",
];

/** The registry of services. */
export const service: Noun = (service) => {
  withExamples(service, EXAMPLES);

  transactionCommand(
    addRegistration(verb(service, "register", "register a service; you become its owner and its wallet")),
    ({ file, category }) => `Register the service ${text(file?.name ?? "")} in the category ${text(category ?? "")}`,
    registerService,
    (input) => {
      const registration = { ...newRegistration(input), ...serviceTermsOf(input) };
      requireTerms(registration);
      return registration;
    },
    { next: ({ agentId }) => `service show ${agentId}` },
  );

  queryCommand(
    verb(service, "search [category]", "search services, cheapest first; rating is the lower of the two averages")
      .option("--max-price <amount>", "only services that cost at most this per unit")
      .option("--min-rating <number>", "only services with a paid rating of at least this, 0 to 100")
      .option("--text <words>", "only services with these words in category, unit, endpoint or file on the chain")
      .option("--order <order>", `sort order: ${ORDERS.join(", ")} (default: cheapest)`),
    async (input, session) => {
      const search = {
        category: input.maybe("category", parseText),
        maxPrice: input.option("max-price", parseAmount),
        minRating: input.option("min-rating", parseCount(0, 100)),
        text: input.option("text", parseText),
        order: input.option("order", parseOneOf(ORDERS)),
      };
      const client = await session.reader();
      return withNames(client, await searchServices(client, search));
    },
    (services, { out }) => foundTable(services, out.columns),
  );

  queryCommand(
    verb(service, "list", "list the services of all categories, newest first")
      .option("--limit <number>", `most services to list (default: ${LIMIT})`)
      .option("--before <service>", "only services that were registered before this one"),
    async (input, session) => {
      const page = { limit: input.option("limit", parseCount(1)) ?? LIMIT, before: input.option("before", parseId) };
      const client = await session.reader();
      return withNames(client, await listServices(client, page));
    },
    listText,
  );

  queryCommand(
    verb(service, "show <service>", "show terms, wallet and ratings of a service, by its number")
      .option(
        "--file",
        "also download its registration file, if it is not on the chain, from the URI that its owner chose",
      )
      .option("--ipfs-gateway <url>", "gateway for ipfs:// (default: https://ipfs.io/ipfs/)"),
    async (input, session): Promise<Service & { registration?: ServiceClaims }> => {
      const agentId = input.arg("service", parseId);
      const ipfsGateway = input.option("ipfs-gateway", parseText);
      const client = await session.reader();
      if (!input.flag("file")) {
        const service = await readService(client, agentId);
        const found = await fileOnChain(client, service);
        if (found === undefined) return service;
        const { file, claimsService } = found;
        return { ...service, registration: { file, host: undefined, claimsService } };
      }
      const options = ipfsGateway === undefined ? {} : { ipfsGateway };
      const { registration, ...read } = await readService(client, agentId, { file: options });
      const { file, host, claimsService } = registration;
      return { ...read, registration: { file, host, claimsService } };
    },
    serviceText,
  );

  addServiceMatch(service);

  addServiceUpdate(service);

  documentCommand(
    verb(service, "sign-wallet <service>", "sign your consent to be the wallet of a service; valid for minutes").option(
      "--wallet <address>",
      "smart wallet that you sign for (default: you)",
    ),
    async (input, session) => {
      const agentId = input.arg("service", parseId);
      const newWallet = input.option("wallet", parseAddress);
      const client = await session.actor();
      await agree(session, client, `Sign that you receive the payments for service ${agentId.toString()}`);
      return signServiceWallet(client, { agentId, newWallet });
    },
    ({ agentId, newWallet, deadline }) => [
      ["service", agentId.toString()],
      ["wallet", newWallet],
      ["valid until", time(deadline)],
    ],
    (file) => `service set-wallet ${file}  (by the owner of the service)`,
  );

  transactionCommand(
    verb(service, "set-wallet <file>", "change the wallet of a service, with a consent written by sign-wallet"),
    ({ agentId, newWallet }) => `Let ${newWallet} receive the payments for service ${agentId.toString()}`,
    setServiceWallet,
    (input, { files }) => readWalletConsent(files, input.arg("file", parseText)),
    { next: (_sent, { agentId }) => `service show ${agentId}` },
  );

  transactionCommand(
    verb(service, "unset-wallet <service>", "remove the wallet of a service"),
    ({ agentId }) => `Remove the wallet of service ${agentId.toString()}`,
    unsetServiceWallet,
    (input) => ({ agentId: input.arg("service", parseId) }),
    { next: (_sent, { agentId }) => `service show ${agentId}` },
  );

  transactionCommand(
    verb(service, "transfer <service> <to>", "transfer a service to another owner; it then needs a new wallet"),
    ({ agentId, to }) => `Transfer service ${agentId.toString()} to ${to}`,
    transferService,
    (input) => ({ agentId: input.arg("service", parseId), to: input.arg("to", parseAddress) }),
    { next: (_sent, { agentId }) => `service show ${agentId}` },
  );
};

/** The page, and the command for the next one. */
function listText(services: readonly NamedService[], { out }: Session): string {
  const last = services.at(-1);
  const more =
    last === undefined || last.agentId === 0n ? "" : `\n\nMore: servicecoin service list --before ${last.agentId}`;
  return `${serviceTable(services, out.columns)}${more}`;
}
