/**
 * The most that the catalog keeps of what strangers register; together less than 100 MB. Lengths are UTF-16 units.
 */
export const CATALOG_LIMITS = {
  /** Services that are listed. */
  services: 10_000,
  /** Of one owner. */
  perOwner: 100,
  /** Length of an endpoint, and of the address of a registration file; a longer one does not count. */
  url: 1024,
  /** Length of `category` and `unit`; what is longer is cut. */
  label: 64,
  name: 128,
  description: 300,
} as const;
