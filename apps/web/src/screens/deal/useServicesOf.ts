import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { serviceName } from "../../ui/serviceName.ts";

/** A service, by its name for people. */
export interface NamedService {
  id: number;
  name: string;
}

/** The services that are paid at an address. */
export function useServicesOf(payee: string | null): NamedService[] {
  const t = useText();
  const { items } = useIndexedList("/services", { wallet: payee ?? "" }, { enabled: payee !== null });
  return items.map(({ id, name }) => ({ id, name: serviceName({ id, name }, t) }));
}
