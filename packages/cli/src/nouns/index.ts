import type { Noun } from "../noun.js";
import { coin } from "./coin.js";
import { deploy } from "./deploy.js";
import { doctor } from "./doctor.js";
import { events } from "./events.js";
import { facilitator } from "./facilitator.js";
import { feedback } from "./feedback.js";
import { get } from "./get.js";
import { mandate } from "./mandate.js";
import { order } from "./order.js";
import { proposal } from "./proposal.js";
import { quote } from "./quote.js";
import { service } from "./service.js";
import { stream } from "./stream.js";
import { subscription } from "./subscription.js";
import { treasury } from "./treasury.js";
import { validation } from "./validation.js";
import { votes } from "./votes.js";

/** All nouns, in the order of the help. */
export const NOUNS: readonly Noun[] = [
  ...[coin, votes, proposal, treasury],
  ...[order, quote, stream, subscription, mandate],
  ...[service, feedback, validation],
  ...[get, facilitator],
  ...[events, deploy, doctor],
];
