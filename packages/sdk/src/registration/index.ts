export { RegistrationError, type RegistrationErrorCode, type RegistrationErrorDetails } from "./errors.js";
export { REGISTRATION_LIMITS } from "./limits.js";
export {
  buildRegistration,
  claims,
  parseRegistration,
  registrationOf,
  type RegistrationParams,
} from "./registrationFile.js";
export { REGISTRATION_TYPE, type Registration, type RegistrationFile, type ServiceEndpoint } from "./schema.js";
export { readAgentUri, toDataUri, type AgentFile, type ReadOptions } from "./uri.js";
