import { batch } from "./batch.js";
import { checkout } from "./checkout.js";
import { coin } from "./coin.js";
import { credit } from "./credit.js";
import { dao } from "./dao.js";
import { hub } from "./hub.js";
import { services } from "./services.js";
import { treasury } from "./treasury.js";
import { votes } from "./votes.js";

/** Every user operation, by contract. */
export const SUBJECTS = { coin, votes, dao, treasury, hub, services, batch, checkout, credit } as const;
