import { toUtf8String, Utf8ErrorFuncs, ZeroAddress } from "ethers";
import { storable } from "../store/columns.js";
import { searchableWords } from "../store/search.js";
import type { Row } from "../store/schema.js";
import { ignored, type Context, type Handlers } from "./event.js";
import { MissingEntity } from "./missingLogs.js";
import { describeFile } from "./registrationFile.js";

type Service = Row<"services">;

/** Key of the metadata that holds the wallet (ERC-8004). */
const WALLET_KEY = "agentWallet";

export const serviceRegistry: Handlers<"ServiceRegistry"> = {
  Transfer({ from, to, tokenId }, context) {
    const serviceId = Number(tokenId);
    context.add("serviceTransfers", { serviceId, from, to });
    if (from === ZeroAddress) context.put("services", { ...NEW, id: serviceId, owner: to, ...timesOf(context) });
    else change(context, serviceId, () => ({ owner: to }));
  },
  Registered({ agentId, agentURI }, context) {
    change(context, Number(agentId), () => ({ uri: agentURI, ...describeFile(agentURI) }));
  },
  URIUpdated({ agentId, newURI }, context) {
    change(context, Number(agentId), () => ({ uri: newURI, ...describeFile(newURI) }));
  },
  MetadataSet({ agentId, metadataKey, metadataValue }, context) {
    const serviceId = Number(agentId);
    const { time } = context;
    context.put("serviceMetadata", { serviceId, key: metadataKey, value: metadataValue, time });
    if (metadataKey === WALLET_KEY) {
      const wallet = metadataValue.length === 42 ? metadataValue.toLowerCase() : null;
      context.add("serviceWallets", { serviceId, wallet });
      change(context, serviceId, () => ({ wallet }));
    } else {
      change(context, serviceId, () => termOf(metadataKey, metadataValue));
    }
  },
  Approval: ignored("who may manage a service is read from the chain"),
  ApprovalForAll: ignored("who may manage a service is read from the chain"),
  MetadataUpdate: ignored("Registered and URIUpdated have the URI"),
  BatchMetadataUpdate: ignored("the registry changes one URI at a time"),
  EIP712DomainChanged: ignored("the domain is constant"),
};

const NEW: Omit<Service, "id" | "owner" | "registeredAt" | "updatedAt" | "block"> = {
  ...{ wallet: null, uri: "", category: null, price: null, unit: null, endpoint: null, name: null, description: null },
  ...{ active: 1, ratings: 0, ratedPaid: 0n, ratingSum: 0n, ratingWeighted: 0n, unpaidFeedback: 0 },
  ...{ rating: 0n, ratedAt: null, categoryKey: null },
};

function timesOf({ time }: Context): Pick<Service, "registeredAt" | "updatedAt"> {
  return { registeredAt: time, updatedAt: time };
}

function change(context: Context, id: number, changes: () => Partial<Service>): void {
  const service = context.get("services", { id });
  if (service === undefined) throw new MissingEntity("service", id);
  const known = context.get("serviceWords", { id });
  const changed = { ...service, ...changes(), updatedAt: context.time };
  context.put("services", changed);
  const words = searchableWords(changed);
  if (words !== (known?.words ?? "")) context.put("serviceWords", { id, words });
}

/** What an entry of metadata says about the terms of a service; nothing for other keys. */
function termOf(key: string, value: string): Partial<Service> {
  if (key === "price") return { price: value.length === 2 + 64 ? BigInt(value) : null };
  if (key !== "category" && key !== "unit" && key !== "endpoint") return {};
  const text = storable(toUtf8String(value, Utf8ErrorFuncs.replace));
  return { [key]: text, ...(key === "category" && { categoryKey: text.toLowerCase() }) };
}
