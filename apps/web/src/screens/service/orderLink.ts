/** The terms of an order as they are typed, which a link fills in. */
export interface OrderTerms {
  /** SCV, as a person writes it. */
  price: string;
  deliveryDays: string;
  reviewDays: string;
  arbiter: string;
}

const NAMES = { price: "price", deliveryDays: "deliver", reviewDays: "review", arbiter: "arbiter" } as const;

/** Longest text that is taken from a link. */
const LONGEST = 60;

/** Makes the link that fills the form. @param page Address of the service on this page */
export function orderLink(page: string, terms: OrderTerms): string {
  const [base = "", route = ""] = page.split("#");
  const search = new URLSearchParams();
  for (const [field, name] of Object.entries(NAMES)) {
    const text = terms[field as keyof OrderTerms].trim();
    if (text !== "") search.set(name, text);
  }
  return `${base}#${route.replace(/\?.*$/s, "")}?${search.toString()}`;
}

/** Reads the search of such a link. What it does not name is left out. */
export function readOrderTerms(search: string): Partial<OrderTerms> {
  const params = new URLSearchParams(search);
  const given = Object.entries(NAMES).flatMap(([field, name]) => {
    // The router writes what looks like a number in quotes.
    const text = params.get(name)?.replace(/^"(.*)"$/, "$1");
    return text === undefined || text === "" || text.length > LONGEST ? [] : [[field, text] as const];
  });
  return Object.fromEntries(given);
}
