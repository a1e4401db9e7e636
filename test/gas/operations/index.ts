import { coin } from "./coin.js";
import { dao } from "./dao.js";
import { treasury } from "./treasury.js";
import { votes } from "./votes.js";

/** Every user operation, by contract. */
export const SUBJECTS = { coin, votes, dao, treasury } as const;
