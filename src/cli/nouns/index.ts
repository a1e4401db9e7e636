import type { Noun } from "../noun.js";
import { coin } from "./coin.js";
import { deploy } from "./deploy.js";
import { doctor } from "./doctor.js";
import { events } from "./events.js";

/** All nouns, in the order of the help. */
export const NOUNS: readonly Noun[] = [coin, events, deploy, doctor];
