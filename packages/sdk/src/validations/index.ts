export { listValidations, type ValidationFilter } from "./listValidations.js";
export { readValidation, type ValidationStanding } from "./readValidation.js";
export { requestValidation, type ValidationRequest } from "./requestValidation.js";
export { respondValidation, type ValidationResponse } from "./respondValidation.js";
