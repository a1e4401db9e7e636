export { INTERFACES } from "./contracts.js";
