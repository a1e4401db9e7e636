import type { ContractTransaction } from "ethers";
import type { Action, Client, SendOptions, Sent } from "@servicecoin/sdk";

/** An action bound to its parameters. */
export interface Bound {
  send: (client: Client, options: SendOptions | undefined) => Promise<Sent>;
  simulate: (client: Client) => Promise<unknown>;
  estimateGas: (client: Client) => Promise<bigint>;
  populate: (client: Client) => Promise<ContractTransaction>;
}

/** Binds an action to its parameters. */
export function bind<Params, Result extends object, Returned>(
  action: Action<Params, Result, Returned>,
  params: Params,
): Bound {
  return {
    send: (client, options) => action(client, params, options),
    simulate: (client) => action.simulate(client, params),
    estimateGas: (client) => action.estimateGas(client, params),
    populate: (client) => action.populate(client, params),
  };
}

/** An action that chooses one of several by its parameters. */
export function oneOf<Params>(pick: (params: Params) => Bound): Action<Params, object, unknown> {
  return Object.assign(
    (client: Client, params: Params, options?: SendOptions): Promise<Sent> => pick(params).send(client, options),
    {
      simulate: (client: Client, params: Params) => pick(params).simulate(client),
      estimateGas: (client: Client, params: Params) => pick(params).estimateGas(client),
      populate: (client: Client, params: Params) => pick(params).populate(client),
    },
  );
}
