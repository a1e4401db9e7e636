/** Events that contradict each other. Only a node that left out logs, or changed them, can cause it. */
export class MissingLogsError extends Error {
  override readonly name: string = "MissingLogsError";
}

/** An event about an entity that no earlier event created. */
export class MissingEntity extends MissingLogsError {
  override readonly name = "MissingEntity";
  constructor(kind: string, id: string | number) {
    super(`An event names the ${kind} ${id}, which no earlier event created`);
  }
}

/** An event that takes more than there is. */
export class NegativeAmount extends MissingLogsError {
  override readonly name = "NegativeAmount";
  constructor(table: string, key: string, column: string, value: bigint) {
    super(`An event makes ${column} of ${key} in ${table} ${value}: more is taken than earlier events gave`);
  }
}

/** An event about a loan that owes another amount than earlier events say. */
export class DifferentDebt extends MissingLogsError {
  override readonly name = "DifferentDebt";
  constructor(id: string, owed: bigint, expected: bigint) {
    super(`An event says that ${owed} of the loan ${id} are owed, but earlier events make it ${expected}`);
  }
}

/** A log that does not have the form of its event. */
export class MalformedLog extends MissingLogsError {
  override readonly name = "MalformedLog";
}
