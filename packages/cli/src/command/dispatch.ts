import type { Action, Client, PreparedAction, SendOptions } from "@servicecoin/sdk";

/** Prepares the call of an action that is bound to its parameters. */
export type Bound = (client: Client) => Promise<PreparedAction<object, unknown>>;

/** Binds an action to its parameters. */
export function bind<Params, Result extends object, Returned>(
  action: Action<Params, Result, Returned>,
  params: Params,
): Bound {
  return (client) => action.prepare(client, params);
}

/** An action that chooses one of several by its parameters. */
export function oneOf<Params>(pick: (params: Params) => Bound): Action<Params, object, unknown> {
  const prepare = async (client: Client, params: Params) => pick(params)(client);
  return Object.assign(
    async (client: Client, params: Params, options?: SendOptions) => (await prepare(client, params)).send(options),
    {
      simulate: async (client: Client, params: Params) => (await prepare(client, params)).simulate(),
      estimateGas: async (client: Client, params: Params) => (await prepare(client, params)).estimateGas(),
      populate: async (client: Client, params: Params) => (await prepare(client, params)).populate(),
      prepare,
    },
  );
}
