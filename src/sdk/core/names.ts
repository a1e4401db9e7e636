export { CONTRACTS, type ContractName } from "./contracts.js";
