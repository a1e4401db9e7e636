/** A link to the form of a payment with its receiver. The routes declare no search: each screen knows its own. */
export function payTo(address: string) {
  return { to: "/pay", search: { to: address } as never } as const;
}
