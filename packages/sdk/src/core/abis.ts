import { Interface } from "ethers";
import { PaymentBatchAbi } from "../abi/PaymentBatch.js";
import { PaymentHubAbi } from "../abi/PaymentHub.js";
import { ServiceCoinAbi } from "../abi/ServiceCoin.js";
import { ServiceDAOAbi } from "../abi/ServiceDAO.js";
import { ServiceRegistryAbi } from "../abi/ServiceRegistry.js";
import { ServiceReputationAbi } from "../abi/ServiceReputation.js";
import { ServiceValidationAbi } from "../abi/ServiceValidation.js";
import { ServiceVotesAbi } from "../abi/ServiceVotes.js";
import { TreasuryAbi } from "../abi/Treasury.js";
import type { ContractName } from "./names.js";

/** What each contract declares. Not the factories of TypeChain, which carry bytecode. */
export const INTERFACES: Readonly<Record<ContractName, Interface>> = {
  ServiceCoin: new Interface(ServiceCoinAbi),
  ServiceVotes: new Interface(ServiceVotesAbi),
  ServiceDAO: new Interface(ServiceDAOAbi),
  Treasury: new Interface(TreasuryAbi),
  PaymentHub: new Interface(PaymentHubAbi),
  ServiceRegistry: new Interface(ServiceRegistryAbi),
  ServiceReputation: new Interface(ServiceReputationAbi),
  ServiceValidation: new Interface(ServiceValidationAbi),
  PaymentBatch: new Interface(PaymentBatchAbi),
};
