/** An event about an entity that no earlier event created. Only a node that left out logs can cause it. */
export class MissingEntity extends Error {
  override readonly name = "MissingEntity";
  constructor(kind: string, id: string | number) {
    super(`An event names the ${kind} ${id}, which no earlier event created`);
  }
}
