/** Events of the contracts by name. In English, they are called as the contracts call them. */
export const events: Readonly<Record<string, string>> = {};
