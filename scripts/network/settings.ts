import { OperatorError } from "../lib/errors.js";

/** What a user chooses of a network. */
export interface Settings {
  /** Nodes, each of a consensus client with validators and an execution client. */
  nodes: number;
  /** Seconds per slot: at most one block in each. */
  slotSeconds: number;
}

/** Validators of the network. The first node has all that the others leave. */
export const VALIDATORS = 16;

/** Validators of each node but the first. */
const OTHER_VALIDATORS = 2;

const MOST_NODES = 4;

/**
 * Reads NODES and SLOT_SECONDS.
 * @throws OperatorError for a number out of range.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return {
    nodes: readNumber(environment, "NODES", 2, 2, MOST_NODES),
    slotSeconds: readNumber(environment, "SLOT_SECONDS", 6, 2, 60),
  };
}

/**
 * The validators of a node, as first and last index. Without any one node but the first, seven eighths are left: blocks
 * become final with two thirds, and not all votes arrive in time on a busy machine.
 * @param index Of the node, from 0.
 */
export function validatorsOf(index: number, nodes: number): [first: number, last: number] {
  const ofFirst = VALIDATORS - (nodes - 1) * OTHER_VALIDATORS;
  if (index === 0) return [0, ofFirst - 1];
  const first = ofFirst + (index - 1) * OTHER_VALIDATORS;
  return [first, first + OTHER_VALIDATORS - 1];
}

function readNumber(env: NodeJS.ProcessEnv, variable: string, usual: number, least: number, most: number): number {
  const text = env[variable] ?? String(usual);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new OperatorError(`${variable} is "${text}" and must be a number between ${least} and ${most}.`);
  }
  return value;
}
