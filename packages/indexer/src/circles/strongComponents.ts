/** A payment from one account to another, each by its number. */
interface Edge {
  from: number;
  to: number;
}

/**
 * Groups edges by strongly connected components: accounts that reach each other over payments. An edge between two
 * components is on no circle, and is left out. Tarjan's algorithm, without recursion.
 * @param count Accounts are numbered from 0 to `count` - 1.
 */
export function edgesByComponent<E extends Edge>(count: number, edges: readonly E[]): E[][] {
  const componentOf = components(count, edges);
  const groups = new Map<number, E[]>();
  for (const edge of edges) {
    const component = componentOf[edge.from] as number;
    if (component !== componentOf[edge.to]) continue;
    const group = groups.get(component);
    if (group === undefined) groups.set(component, [edge]);
    else group.push(edge);
  }
  return [...groups.values()];
}

/** The number of the component of each account. */
function components(count: number, edges: readonly Edge[]): Int32Array {
  const { first, targets } = adjacency(count, edges);
  const [found, low, component] = [new Int32Array(count), new Int32Array(count), new Int32Array(count).fill(-1)];
  const next = first.slice();
  const open: number[] = [];
  let [order, components] = [0, 0];
  for (let root = 0; root < count; root++) {
    if (found[root] !== 0) continue;
    const path = [root];
    while (path.length > 0) {
      const account = path.at(-1) as number;
      if (found[account] === 0) {
        found[account] = low[account] = ++order;
        open.push(account);
      }
      const position = next[account] as number;
      if (position < (first[account + 1] as number)) {
        next[account] = position + 1;
        const target = targets[position] as number;
        if (found[target] === 0) path.push(target);
        else if (component[target] === -1) low[account] = Math.min(low[account] as number, found[target] as number);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before !== undefined) low[before] = Math.min(low[before] as number, low[account] as number);
      if (low[account] !== found[account]) continue;
      for (let member = -1; member !== account;) component[(member = open.pop() as number)] = components;
      components++;
    }
  }
  return component;
}

/** The payees of account `a` are at `first[a]` to `first[a + 1]` of `targets`. */
function adjacency(count: number, edges: readonly Edge[]): { first: Int32Array; targets: Int32Array } {
  const first = new Int32Array(count + 1);
  for (const { from } of edges) first[from + 1] = (first[from + 1] as number) + 1;
  for (let account = 0; account < count; account++) {
    first[account + 1] = (first[account + 1] as number) + (first[account] as number);
  }
  const targets = new Int32Array(edges.length);
  const next = first.slice();
  for (const { from, to } of edges) {
    const position = next[from] as number;
    targets[position] = to;
    next[from] = position + 1;
  }
  return { first, targets };
}
