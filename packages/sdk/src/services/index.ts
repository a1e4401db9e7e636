export { cheapestFirst, findServices, type PaidRating, type Service } from "./discovery.js";
export { listServices, type ServicePage } from "./listServices.js";
export {
  agentWalletData,
  priceMetadata,
  serviceMetadata,
  type AgentWallet,
  type MetadataEntry,
  type ServiceTerms,
} from "./metadata.js";
export { readService, readServiceFile, type ServiceFile, type ServiceWithFile } from "./readService.js";
export { registerService, type ServiceRegistration } from "./registerService.js";
export type { RegistrationUri } from "./registrationUri.js";
export { searchServices, type ServiceSearch } from "./searchServices.js";
export { setServiceMetadata, type ServiceMetadata } from "./setServiceMetadata.js";
export { setServiceUri, type ServiceUri } from "./setServiceUri.js";
export { setServiceWallet } from "./setServiceWallet.js";
export {
  CONSENT_VALID_FOR,
  signServiceWallet,
  type ServiceWalletConsent,
  type SignedServiceWallet,
} from "./signServiceWallet.js";
export { transferService, type ServiceTransfer } from "./transferService.js";
export { unsetServiceWallet } from "./unsetServiceWallet.js";
export {
  planServiceUpdate,
  updateService,
  type ServiceChange,
  type ServiceField,
  type ServiceUpdate,
} from "./updateService.js";
