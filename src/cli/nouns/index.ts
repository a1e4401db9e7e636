import type { Noun } from "../noun.js";
import { coin } from "./coin.js";
import { deploy } from "./deploy.js";
import { doctor } from "./doctor.js";
import { events } from "./events.js";
import { proposal } from "./proposal.js";
import { treasury } from "./treasury.js";
import { votes } from "./votes.js";

/** All nouns, in the order of the help. */
export const NOUNS: readonly Noun[] = [coin, votes, proposal, treasury, events, deploy, doctor];
