/** What a payment link asks for. Texts, because anyone may have written them. */
export interface PaymentRequest {
  to: string;
  /** SCV, as a person writes it. */
  amount: string;
  reference: string;
  /** Name and contact of the payee, as the link says; empty when it says nothing. */
  name: string;
  contact: string;
}

/** Makes the link that fills the form. @param page Address of this page; its fragment is replaced */
export function paymentLink(page: string, { to, amount, reference, name, contact }: PaymentRequest): string {
  const search = new URLSearchParams({ to, ...(amount !== "" && { amount }) });
  for (const [key, text] of Object.entries({ reference, name, contact })) if (text !== "") search.set(key, text);
  return `${page.replace(/#.*$/s, "")}#/pay?${search.toString()}`;
}

/** Longest text that is taken from a link. */
const LONGEST = 200;

/** Reads the search of a payment link; undefined when it asks for nothing. */
export function readPaymentRequest(search: string): PaymentRequest | undefined {
  const params = new URLSearchParams(search);
  const read = (name: string) => (params.get(name) ?? "").slice(0, LONGEST);
  const to = read("to");
  return to === ""
    ? undefined
    : { to, amount: read("amount"), reference: read("reference"), ...{ name: read("name"), contact: read("contact") } };
}
